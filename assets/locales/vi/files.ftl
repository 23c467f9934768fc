# Tệp của hồ sơ: bản quét, ảnh chụp, kết quả
files-attach = Đính kèm tệp
files-attach-to = Đính kèm tệp cho { $paper }
files-choose = Chọn tệp…
files-hint = Kéo tệp vào trang này, dán bằng Ctrl V, hoặc chọn tệp. PDF, JPEG, PNG, mỗi tệp không quá 20 MB.
files-drop = Thả tệp vào đây
files-close-keeps = Chưa đính kèm gì. Đóng thì các tệp đã chọn được bỏ ra, tệp gốc không đổi.
files-place = Thuộc giấy tờ
files-place-choose = Chọn giấy tờ
files-place-result = Kết quả giải quyết
files-place-none = Không thuộc giấy nào
files-place-missing = Chưa chọn tệp thuộc giấy nào. Tệp vẫn ở đây. Chọn giấy tờ, kết quả, hoặc “Không thuộc giấy nào”.
files-how = Có được bằng cách
files-how-scanned = Quét, chụp tại đây
files-how-reused = Lấy lại từ kho của công dân
files-how-reused-result = Lấy lại từ kết quả hồ sơ khác
files-discouraged = Giấy này cho biết ai là ai: chỉ cần xem và đối chiếu, không cần giữ ảnh. Ảnh giấy tờ tùy thân để lâu chỉ thêm rủi ro cho công dân.
files-compare-instead = Chỉ ghi: đã xem, đã đối chiếu
files-attach-anyway = Vẫn đính kèm ảnh
files-row-remove = Bỏ { $name } ra
files-sending = Đang gửi { $name }
files-attached = { $count ->
    [one] Đã đính kèm một tệp.
    *[other] Đã đính kèm { $count } tệp.
    }
files-pasted = Ảnh dán lúc { $time }
files-size-kb = { $size } KB
files-size-mb = { $size } MB
files-pages = { $count } trang
files-none = Chưa có tệp nào.
files-of-result = kết quả giải quyết
files-look = Xem { $name }
files-set-aside = Bỏ { $name }
files-page-of = Trang { $page }/{ $pages }
files-page-alt = Trang { $page } của { $name }
files-previous-page = Trang trước
files-next-page = Trang sau
files-larger = Phóng to
files-smaller = Thu nhỏ
files-digital-no = Chưa số hóa
files-digital-scanned = Đã số hóa
files-digital-reused = Dùng lại bản đã có
files-digital-reused-result = Dùng lại từ kết quả khác
files-digital-count = Số hóa { $done }/{ $all }
files-identity = Không cần bản chụp
files-compared = Đã xem, đã đối chiếu
files-compared-by = { $at } · { $by }
