# Bàn làm việc
today-box = Quét CCCD, quét giấy hẹn hoặc gõ tên, số, mã hồ sơ
today-counters = Việc đang có
today-tasks = Việc trong ngày, theo hạn
today-tasks-count = { $count } việc
today-due = Hạn
today-task = Việc cần làm
today-open-first = Mở việc đầu tiên
today-empty = Hết việc đến hạn. Quét CCCD để tiếp nhận.
today-totals = Hôm nay: nhận { $received } · lệ phí { $fees }
today-person-dossiers = { $count } hồ sơ

counter-late = Quá hạn
counter-due-today = Hạn hôm nay
counter-unprinted = Chưa in
counter-draft = Nháp

task-open = Mở hồ sơ
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
when-saved-at = nháp lưu { $at }
