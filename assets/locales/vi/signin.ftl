# Mở khóa
signin-title = Đăng nhập
signin-unlock-title = Mở khóa
signin-locked-text = Máy đang khóa. Bản nháp vẫn giữ.
signin-people = Người của bàn này
signin-person-locked = Đang khóa
signin-password = Mật khẩu của { $name }
signin-pin = PIN 6 số của { $name }
signin-enter = Vào
signin-unlock = Mở khóa
signin-by-password = Dùng mật khẩu
signin-wait = Chờ { $seconds } giây rồi thử lại.
signin-locked-help = { $name } đã bị khóa sau năm lần sai. Không có gì bị xóa. Nhờ lãnh đạo đăng nhập rồi đặt lại mật khẩu ở Người dùng. Nếu là lãnh đạo duy nhất, dùng mã khôi phục.
signin-use-recovery = Dùng mã khôi phục
signin-recovery-title = Mở lại cho { $name } bằng mã khôi phục
signin-recovery-code = Mã khôi phục
signin-recovery-hint = Mã đã chép lại khi cài đặt lần đầu.
signin-recovery-open = Đặt mật khẩu mới và vào

secret-password = Mật khẩu
secret-new-password = Mật khẩu mới
secret-old-password = Mật khẩu đang dùng
secret-password-hint = Ít nhất 15 ký tự. Một câu ngắn dễ nhớ là tốt nhất; được dán và có thể cho hiện chữ.
secret-new-pin = PIN mới, 6 số
