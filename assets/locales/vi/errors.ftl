# Errors, in three parts: what happened, what is kept, what to do; then a small code.
error-unexpected = Máy gặp lỗi chưa rõ. Những gì đã lưu vẫn còn nguyên. Thử lại; nếu vẫn vậy, báo người quản trị mã này: { $code }.
error-no-answer = Phần xử lý của máy không trả lời. Những gì đã lưu vẫn còn nguyên. Đóng chương trình rồi mở lại. (MM-01)
error-screen-broke = Màn hình này gặp lỗi khi vẽ. Dữ liệu không bị ảnh hưởng. Thử lại, hoặc về Bàn làm việc. (MM-02)
error-not-a-day = Ngày “{ $typed }” không có trong lịch. Thông tin khác vẫn giữ. Gõ ngày, tháng, năm, ví dụ 05031990.
error-not-money = Số tiền “{ $typed }” có ký tự không phải số. Thông tin khác vẫn giữ. Gõ số đồng, ví dụ 20000.
