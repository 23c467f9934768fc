# Bàn làm việc
today-box = Quét CCCD, quét giấy hẹn hoặc gõ tên, số, mã hồ sơ
today-counters = Việc đang có
today-tasks = Việc trong ngày, theo hạn
today-tasks-count = { $count } việc
today-due = Hạn
today-task = Việc cần làm
today-open-first = Mở việc đầu tiên
today-empty = Hết việc đến hạn. Quét CCCD để tiếp nhận.
today-received = Hôm nay: nhận { $count }
today-returned = trả { $count }
today-closed = từ chối, dừng, rút { $count }
today-guided = hướng dẫn { $count }
today-turned-down = không tiếp nhận { $count }
today-fees = lệ phí { $fees }
today-fees-corrected = trong đó đính chính, hủy số { $fees }
today-person-dossiers = { $count } hồ sơ

counter-late = Quá hạn
counter-due-today = Hạn hôm nay
counter-answered = Đã bổ sung
counter-ready = Chờ trả
counter-to-hand-over = Chờ bàn giao
counter-unconfirmed = Chưa xác nhận
counter-waiting = Chờ công dân
counter-void-wanted = Xin hủy số
counter-unprinted = Chưa in
counter-draft = Nháp

task-open = Mở hồ sơ
task-apologise = Xin lỗi và hẹn lại
task-confirm = Xác nhận bàn giao
task-answered = Kiểm tra giấy mới
task-answer-overdue = Từ chối, quá hạn bổ sung
task-void = Duyệt hủy số
task-collided = Chọn quyết định có hiệu lực
task-uncollected = Gọi công dân đến nhận
task-ready = Trả kết quả
task-finish-draft = Làm tiếp bản nháp
task-print = In giấy tiếp nhận

when-late-today = quá hạn từ { $time }
when-late-days = trễ { $days } ngày
when-due-today = { $time } hôm nay
when-due-in-days = { $days ->
     [one] { $time } ngày mai
     *[other] { $at }
     }
when-no-due-date = không có hạn
when-saved-at = lưu { $at }
when-draft-old = để { $days } ngày: còn làm?
when-answered = bổ sung { $day }
when-answer-overdue = quá hạn bổ sung
when-void = xin hủy { $day }
when-collided = hai máy quyết định khác nhau
when-uncollected = chờ nhận từ { $day }
when-ready = có kết quả { $day }
when-confirm = chờ xác nhận { $day }
