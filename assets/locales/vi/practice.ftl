# Luyện tập
practice-word = Luyện tập
practice-begin = Vào luyện tập
practice-end = Rời luyện tập
practice-text = Một sổ riêng với người và hồ sơ bịa, để tập thao tác hoặc chỉ cho người mới. Mọi trang và mọi tờ in đều mang dấu. Không gì trong đó lẫn vào hồ sơ thật hay gửi lên tỉnh. Khóa máy hoặc đăng xuất thì rời luyện tập.
error-practising = Đang ở trong bản luyện tập hoặc bản thử rồi. Không có gì thay đổi. Cứ tập tiếp ở đây. (LT-01)
error-not-practising = Máy đang ở sổ thật, không ở trong luyện tập. Không có gì thay đổi. Làm việc tiếp. (LT-02)
error-not-in-practice = Việc này không làm trong luyện tập: không gửi đi, không sao lưu, không đổi mật khẩu. Không có gì thay đổi. Rời luyện tập rồi làm. (LT-03)
help-practice-title = Luyện tập
help-practice-text = Cài đặt hoặc danh mục bên tên người, “Vào luyện tập”. Máy mở một sổ riêng: người bịa, hồ sơ bịa, cùng phím và cùng giấy. Mép trên có sọc vàng, cạnh tên đơn vị có chữ Luyện tập, giấy in mang chữ BẢN THỬ. ¶ “Rời luyện tập” đưa về đúng chỗ làm thật. Sổ luyện tập còn đó cho lần sau.
guide-label = Hướng dẫn tập tiếp nhận
guide-step = Bước { $step } trên { $steps }.
guide-off = Thôi hướng dẫn
guide-person = Quét thẻ căn cước, hoặc gõ số, điện thoại hay tên vào ô trên cùng. Người đã có trong sổ hiện ngay dưới ô: Enter lấy. Người mới thì điền họ tên.
guide-procedure = Gõ chữ tắt như dkks, mã, hoặc vài chữ của tên thủ tục, rồi Enter. Giấy tờ, thời hạn, lệ phí hiện ra kèm lý do.
guide-papers = F8 đánh dấu đủ các giấy luôn cần. Từng dòng: Space đổi đủ, thiếu, không áp dụng; gõ số là số bản.
guide-save = Xem ngày hẹn và bản xem trước bên cạnh, rồi F9. Số hồ sơ nằm trên đĩa trước khi máy in nhận lệnh; máy in hỏng thì hồ sơ vẫn còn.
guide-saved = Xong hồ sơ đầu tiên. F3 tìm lại bằng tên không dấu; ở trang hồ sơ, F9 luôn là bước kế tiếp. Làm lại bao nhiêu lần cũng được, đây là sổ luyện tập.
