"""The rival of `cargo xtask bench`: WeasyPrint drawing the two-copy A5 receipt that desk-forms draws.

Same sample, same labels, same embedded faces, same QR code (as vector boxes), HTML and CSS. Prints one JSON object:
{"first_ms", "warm_ms_median", "bytes", "pages", "version"}.

    python3 -m venv VENV && VENV/bin/pip install weasyprint==70.0 segno==1.6.6
    VENV/bin/python tests/bench/weasyprint_receipt.py [--rounds 30] [--out FILE.pdf]
"""

import argparse
import datetime
import html
import json
import pathlib
import statistics
import time

import segno
import weasyprint
from weasyprint.text.fonts import FontConfiguration

ROOT = pathlib.Path(__file__).resolve().parents[2]
FORM = ROOT / "assets" / "forms" / "tt03-2025" / "receipt"
FONTS = ROOT / "assets" / "fonts"


def faces():
    rules = []
    for name, weight, style in [
        ("Regular", "normal", "normal"),
        ("Bold", "bold", "normal"),
        ("Italic", "normal", "italic"),
    ]:
        url = (FONTS / f"LiberationSerif-{name}.ttf").as_uri()
        rules.append(
            f"@font-face {{ font-family: Receipt; src: url({url}); font-weight: {weight}; font-style: {style} }}"
        )
    return "\n".join(rules)


STYLE = """
@page { size: 148mm 210mm; margin: 8mm 10mm 11mm 14mm; @bottom-left { content: "%s"; font: 6.5pt Receipt } }
body { font: 10pt/1.2 Receipt; margin: 0 }
p { margin: .6pt 0; text-align: justify }
.copy { break-after: page }
.copy:last-child { break-after: auto }
.head { display: flex; justify-content: space-between; font-size: 9pt; text-align: center }
.head .left { width: 42%% }
.head .right { width: 55%% }
.motto { border-bottom: .6pt solid black; display: inline-block }
.office { border-bottom: .6pt solid black }
.mark { text-align: right; font-size: 8pt; font-style: italic }
h1 { font-size: 12pt; text-align: center; margin: 4pt 0 0 }
.centre { text-align: center }
.beside { display: flex; justify-content: space-between }
.beside .main { width: 86mm }
.beside svg { width: 30mm; height: 30mm; margin: 2.1mm 0 }
table { border-collapse: collapse; width: 100%%; font-size: 9.5pt; margin: 2pt 0 }
td, th { border: .5pt solid black; padding: 1.2pt 3pt; vertical-align: top }
td.n { text-align: center }
.sign { display: flex; text-align: center; margin-top: 4pt }
.sign div { width: 50%% }
.room { height: 12mm }
.small { font-size: 8.4pt; font-style: italic }
"""


def moment(text):
    at = datetime.datetime.fromisoformat(text)
    return f"{at:%H} giờ {at:%M} phút, ngày {at:%d} tháng {at.month} năm {at.year}"


def qr(text):
    """One box for each horizontal run of dark modules."""
    rows = segno.make(text, error="m", micro=False, boost_error=False).matrix
    boxes = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                boxes.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            x += 1
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}"><path d="{"".join(boxes)}"/></svg>'


def copy(data, labels, mark):
    def text(name):
        return html.escape(str(data.get(name) or ""))

    def line(label, value, strong=False):
        value = f"<b>{value}</b>" if strong else value
        return f"<p>{html.escape(labels[label])} {value}</p>"

    date = datetime.date.fromisoformat(data["date"])
    rows = "".join(
        f'<tr><td class="n">{number}</td><td>{html.escape(paper["name"])}'
        + (f' <i>({html.escape(paper["note"])})</i>' if paper.get("note") else "")
        + f'</td><td class="n">{paper["originals"] if paper["originals"] is not None else ""}</td>'
        + f'<td class="n">{paper["copies"] if paper["copies"] is not None else ""}</td></tr>'
        for number, paper in enumerate(data["papers"], 1)
    )
    return f"""<section class="copy">
<div class="mark">{labels["form_number"]}</div>
<div class="head"><div class="left">{text("superior")}<br><b class="office">{text("office")}</b><br>
{labels["number"]} {text("number")}{labels["number_suffix"]}</div>
<div class="right"><b>{labels["nation"]}</b><br><b class="motto">{labels["motto"]}</b><br>
<i>{text("place")}, ngày {date:%d} tháng {date.month} năm {date.year}</i></div></div>
<h1>{labels["title"]}</h1>
<p class="centre">{labels["code"]} <b>{text("code")}</b></p>
<p class="centre"><i>(Liên: {labels[mark]})</i></p>
<div class="beside"><div class="main">{line("desk", text("desk"))}{line("owner", text("owner"), True)}
{line("submitter", text("submitter"))}{line("address", text("address"))}
<p>{labels["phone"]} {text("phone")}; {labels["email"]} {text("email") or "…………………"}</p>
{line("id_number", text("id_number"))}</div>{qr(data["qr_text"])}</div>
{line("procedure", text("procedure"))}
<p>{labels["papers"]}</p>
<table><thead><tr><th style="width: 9.5mm">{labels["papers_count"]}</th><th>{labels["papers_name"]}</th>
<th style="width: 21mm">{labels["papers_originals"]}</th><th style="width: 21mm">{labels["papers_copies"]}</th></tr></thead>
<tbody>{rows}</tbody></table>
{line("sets", text("sets") + " " + labels["sets_suffix"])}{line("limit", text("limit_text"))}
{line("received", moment(data["received"]))}{line("due", text("due_text"), True)}
{line("return_by", text("return_by"))}{line("fee", text("fee_text"))}
<p>{labels["book"]} {text("book")}; {labels["book_number"]} {text("book_number")}</p>
<div class="sign"><div><b>{labels["sign_submitter"]}</b><br><i>{labels["sign_hint"]}</i></div>
<div><b>{labels["sign_clerk"]}</b><br><i>{labels["sign_hint"]}</i><div class="room"></div><b>{text("clerk")}</b></div></div>
<p class="small"><b>{labels["note"]}</b> {labels["note_bring"]}</p>
<p class="small">{labels["note_contact"]} {text("office_contact")}</p>
</section>"""


def draw(data, labels):
    # Everything anew for each receipt, as a program that prints one now and then would do it.
    fonts = FontConfiguration()
    body = "".join(copy(data, labels, mark) for mark in ("copy_office", "copy_applicant"))
    page = f'<html lang="vi"><head><title>{labels["title"]}</title></head><body>{body}</body></html>'
    style = weasyprint.CSS(string=faces() + STYLE % data["head_on_paper"], font_config=fonts)
    document = weasyprint.HTML(string=page).render(stylesheets=[style], font_config=fonts)
    return document.write_pdf(pdf_variant="pdf/a-2u"), len(document.pages)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--out", type=pathlib.Path)
    arguments = parser.parse_args()
    data = json.loads((FORM / "sample.json").read_text(encoding="utf-8"))
    labels = json.loads((FORM / "labels.json").read_text(encoding="utf-8"))

    def timed():
        start = time.perf_counter()
        pdf, pages = draw(data, labels)
        return (time.perf_counter() - start) * 1000, pdf, pages

    first, pdf, pages = timed()
    warm = [timed()[0] for _ in range(arguments.rounds)]
    if arguments.out:
        arguments.out.write_bytes(pdf)
    result = {
        "first_ms": round(first, 2),
        "warm_ms_median": round(statistics.median(warm), 2),
        "bytes": len(pdf),
        "pages": pages,
        "version": weasyprint.__version__,
    }
    print(json.dumps(result))


main()
