# The national export, a file of Báo cáo.
national-save = Tệp quốc gia (.json)
national-saved = Đã ghi { $count } hồ sơ tiếp nhận trong kỳ vào { $path }. Chưa gửi đi đâu.
national-lacks = Còn thiếu so với mẫu quốc gia: { $total }
national-lead = Theo mẫu DongBoHoSoMC trước 01/07/2025; mẫu hiện hành chưa được xác nhận. Tệp vẫn có đủ các hồ sơ này.
national-whole = Không hồ sơ nào thiếu gì so với mẫu.
national-dossier = Hồ sơ
national-field = Trường
national-what = Tình trạng
national-lacks-missing = sổ không ghi
national-lacks-shape = không đúng dạng
national-lacks-too-long = quá dài
national-lacks-unknown = mẫu không có trường này
