# The frame, the words used everywhere, and the parts.
app-name = Một Cửa
demo-word = BẢN THỬ
loading = Đang lấy dữ liệu
try-again = Thử lại
close = Đóng
cancel = Không làm
save = Lưu
why = Cách tính
not-counted = chưa tính được

frame-menu = Mở danh mục màn hình
frame-search = Tìm hồ sơ, công dân, lệnh…
frame-commands = Lệnh và tìm nhanh
frame-help = Trợ giúp
frame-lock = Khóa
frame-sign-out = Đăng xuất
frame-region = Vùng khác
frame-back = Quay lại
frame-rail = Các màn hình
frame-system = Hệ thống
frame-lead = Lãnh đạo
frame-learn-key = Phím { $key } làm đúng việc vừa bấm: { $label }
frame-hints = Phím dùng được lúc này
commands-go = Chuyển đến
commands-do = Làm

screen-today = Bàn làm việc
screen-intake = Tiếp nhận
screen-dossier = Hồ sơ
screen-register = Tra cứu, sổ
screen-figures = Số liệu riêng
screen-procedures = Thủ tục
screen-people = Người dùng
screen-settings = Cài đặt
screen-status = Máy này
screen-missing = Không có màn hình này trên máy.


idle-warning = Máy sắp khóa, còn khoảng { $seconds } giây. Bản nháp vẫn giữ. Bấm một phím bất kỳ để làm tiếp.

scan-unknown = Mã vừa quét không phải thẻ căn cước hay giấy hẹn. Không có gì thay đổi. Quét lại, hoặc gõ số vào ô tìm.
scan-receipt-elsewhere = Giấy hẹn { $code } là hồ sơ của máy khác. Giấy vẫn còn giá trị. Hồ sơ sẽ có ở đây khi đồng bộ.

field-needed = Cần điền
field-show-password = Hiện chữ đang gõ
field-day-shape = ngày/tháng/năm
field-problems = { $count ->
     [one] Còn một chỗ cần sửa
     *[other] Còn { $count } chỗ cần sửa
     }
finder-nothing = Không tìm thấy “{ $text }”

word-code = Mã hồ sơ
word-draft = Nháp
word-submitter = Người nộp
word-owner = Chủ hồ sơ
word-procedure = Thủ tục
word-field = Lĩnh vực
word-status = Trạng thái
word-fee = Phí, lệ phí
word-printer = Máy in
word-paper = Khổ giấy
word-unpublished = chưa công bố

weekday-0 = Chủ nhật
weekday-1 = Thứ Hai
weekday-2 = Thứ Ba
weekday-3 = Thứ Tư
weekday-4 = Thứ Năm
weekday-5 = Thứ Sáu
weekday-6 = Thứ Bảy

status-draft = Nháp
status-received = Đã tiếp nhận
status-in-progress = Đang giải quyết
status-awaiting-papers = Chờ bổ sung
status-awaiting-payment = Chờ nộp tiền
status-ready = Có kết quả
status-returned = Đã trả
status-refused = Từ chối
status-stopped = Dừng
status-withdrawn = Rút
status-void = Hủy số

channel-in-person = Trực tiếp
channel-post = Bưu chính công ích
channel-online = Trực tuyến

role-clerk = Cán bộ một cửa
role-officer = Công chức chuyên môn
role-supervisor = Lãnh đạo
role-administrator = Quản trị

need-always = Bắt buộc
need-if = Khi có điều kiện
need-one-of = Một trong các loại
need-shown = Xuất trình
need-unknown = Chưa rõ
field-time-shape = giờ:phút
field-time-of = { $field }: giờ
screen-returns = Trả kết quả
screen-handover = Bàn giao
