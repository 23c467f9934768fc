"""The rival of the receipt's figure: the same A5 page, two copies, as PDF/A-2u by WeasyPrint.

Warm: fonts and style sheet are loaded once, then the page is made ROUNDS times. Prints one line of JSON:
{"median_ms": ..., "p95_ms": ..., "bytes": ...}. Usage: weasyprint_receipt.py ROUNDS [OUT.pdf]
"""

import json
import pathlib
import random
import statistics
import sys
import time

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

FONTS = pathlib.Path(__file__).resolve().parents[2] / "assets" / "fonts"
FACES = [("Regular", "normal", "normal"), ("Bold", "bold", "normal"), ("Italic", "normal", "italic"), ("BoldItalic", "bold", "italic")]

STYLE = "".join(
    f"@font-face {{ font-family: Receipt; font-weight: {weight}; font-style: {style};"
    f" src: url('{(FONTS / f'LiberationSerif-{face}.ttf').as_uri()}') }}"
    for face, weight, style in FACES
) + """
@page { size: A5; margin: 10mm 11mm 8mm 14mm }
body { font: 9.9pt/1.2 Receipt; margin: 0 }
section { position: relative; height: 190mm } section + section { break-before: page }
.right { text-align: right } .centre { text-align: center }
.head { width: 100%; border-collapse: collapse } .head td { width: 50%; text-align: center; vertical-align: top }
h1 { font-size: 12.5pt; margin: 3mm 0 1mm; text-align: center }
p { margin: 0 0 .7mm; text-align: justify }
.qr { float: right; width: 31mm; height: 31mm; margin-left: 8mm }
.papers { width: 100%; border-collapse: collapse; font-size: 9.4pt }
.papers th, .papers td { border: .5pt solid black; padding: .5mm 1mm; vertical-align: top }
.papers td:nth-child(odd) { text-align: center } .papers td:last-child { text-align: center }
.papers td:nth-child(2) { text-align: left } .papers td:nth-child(3) { text-align: center }
.foot { position: absolute; bottom: 0; font-size: 6.5pt }
small { font-size: 8.5pt }
"""


def qr_like(seed):
    """A square of 57 modules, about as dark as a QR code of the same size."""
    dice = random.Random(seed)
    path = "".join(f"M{x} {y}h1v1h-1z" for y in range(57) for x in range(57) if dice.random() < 0.5)
    return f'<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 57 57"><path d="{path}"/></svg>'


def page(copy):
    papers = [
        ("Tờ khai đăng ký khai sinh, đăng ký nhận cha, mẹ, con (theo mẫu)", "1", "0"),
        ("Giấy chứng sinh <i>(đã đối chiếu)</i>", "1", "0"),
        ("Chứng cứ chứng minh quan hệ cha – con, mẹ – con", "0", "1"),
        ("Giấy chứng nhận kết hôn", "", "1"),
    ]
    rows = "".join(
        f"<tr><td>{number}</td><td>{name}</td><td>{originals}</td><td>{copies}</td></tr>"
        for number, (name, originals, copies) in enumerate(papers, 1)
    )
    return f"""<section>
<div class="right"><small><i>Mẫu số 01</i></small></div>
<table class="head"><tr><td>ỦY BAN NHÂN DÂN XÃ MƯỜNG BI<br><b>TRUNG TÂM PHỤC VỤ<br>HÀNH CHÍNH CÔNG</b><br>Số: 0142/TTPVHCC</td>
<td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</b><br><i>Mường Bi, ngày 20 tháng 11 năm 2026</i></td></tr></table>
<h1>GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ</h1>
<div class="centre">Mã hồ sơ: <b>H44.99-261120-0007</b><br><i>(Liên: {copy})</i></div>
{qr_like(copy)}
<p>Bộ phận tiếp nhận và trả kết quả: Trung tâm Phục vụ hành chính công xã Mường Bi</p>
<p>Tiếp nhận hồ sơ của: <b>Bùi Thị Hưởng</b></p>
<p>Người nộp: Bùi Văn Thắng (theo ủy quyền)</p>
<p>Địa chỉ: Xóm Mẫu, xã Mường Bi, tỉnh Phú Thọ</p>
<p>Số điện thoại: 0900 000 123; Email: ……………</p>
<p>Số CMND/Thẻ căn cước/Hộ chiếu: 017190000123</p>
<p>Nội dung yêu cầu giải quyết: Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con</p>
<p>1. Thành phần hồ sơ, yêu cầu và số lượng mỗi loại giấy tờ gồm:</p>
<table class="papers"><tr><th>STT</th><th>Tên giấy tờ, tài liệu</th><th>Số bản chính</th><th>Số bản sao</th></tr>{rows}</table>
<p>2. Số lượng hồ sơ: 1 (bộ)</p>
<p>3. Thời gian giải quyết hồ sơ theo quy định là: 03 ngày làm việc</p>
<p>4. Thời gian nhận hồ sơ: 08 giờ 35 phút, ngày 20 tháng 11 năm 2026</p>
<p>5. Thời gian trả kết quả giải quyết hồ sơ: <b>11 giờ 30 phút, ngày 25 tháng 11 năm 2026</b></p>
<p>6. Đăng ký nhận kết quả tại: Quầy số 2, Trung tâm Phục vụ hành chính công xã Mường Bi</p>
<p>Phí, lệ phí (nếu có): chưa công bố</p>
<p>Vào Sổ theo dõi hồ sơ, Quyển số: 02/2026; Số thứ tự: 0142</p>
<table class="head"><tr><td><b>NGƯỜI NỘP HỒ SƠ</b><br><i>(Ký và ghi rõ họ tên)</i></td>
<td><b>NGƯỜI TIẾP NHẬN HỒ SƠ</b><br><i>(Ký và ghi rõ họ tên)</i><br><br><br><b>Quách Thị Mẫu</b></td></tr></table>
<p><small><b>Ghi chú:</b> <i>Khi đến nhận kết quả, đề nghị mang theo giấy này; người nhận thay mang giấy ủy quyền.
Tra cứu hồ sơ bằng mã QR hoặc liên hệ: 0900 000 456</i></small></p>
<div class="foot">0a1b2c3d 1043 9f8e7d6c5b4a3928</div></section>"""


def main():
    rounds = int(sys.argv[1])
    fonts = FontConfiguration()
    style = CSS(string=STYLE, font_config=fonts)
    source = f'<html lang="vi"><title>Giấy tiếp nhận</title><body>{page("Lưu")}{page("Giao khách hàng")}</body></html>'

    def make():
        return HTML(string=source).write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-2u")

    pdf = make()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        pdf = make()
        times.append((time.perf_counter() - start) * 1000)
    if len(sys.argv) > 2:
        pathlib.Path(sys.argv[2]).write_bytes(pdf)
    times.sort()
    print(json.dumps({"median_ms": statistics.median(times), "p95_ms": times[int(len(times) * 0.95)], "bytes": len(pdf)}))


main()
