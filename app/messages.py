"""Messages to users, Vietnamese first, each beside its English. Every message says what is wrong and what to do."""

from __future__ import annotations

from app.settings import Language

_MESSAGES: dict[str, tuple[str, str]] = {
    "ingest.done": (
        "Đã nạp {documents} văn bản: {added} mới, {replaced} thay thế, {unchanged} không đổi, {rejected} bị từ chối.",
        "{documents} documents: {added} added, {replaced} replaced, {unchanged} unchanged, {rejected} rejected.",
    ),
    "ingest.nothing": (
        "Không có tệp nào để đọc ở {path}. Hãy kiểm tra đường dẫn; nhận txt, md, html, docx, doc, rtf, pdf.",
        "There is no file to read at {path}. Check the path; txt, md, html, docx, doc, rtf and pdf are read.",
    ),
    "trace.unknown": (
        (
            "Không tìm thấy văn bản “{text}”. Văn bản gần nhất cùng loại: {nearest}. "
            "Xem danh sách ở trang Văn bản, hoặc bằng lệnh `cancu documents`."
        ),
        (
            "No document “{text}”. The nearest of the same type: {nearest}. "
            "The page Documents lists all, as does `cancu documents`."
        ),
    ),
    "trace.ambiguous": (
        (
            "“{text}” là tên hoặc số hiệu của {count} văn bản khác nhau; hãy nêu thêm ngày ban hành, hoặc chép khóa "
            "trong ngoặc vuông: {candidates}."
        ),
        (
            "“{text}” is the name or number of {count} different documents; add the date, or copy the key in brackets: "
            "{candidates}."
        ),
    ),
    "path.none": (
        "Không có đường căn cứ nào từ “{source}” đến “{target}”, cũng không có đường ngược lại.",
        "No justified path leads from “{source}” to “{target}”, nor back.",
    ),
    "path.back": (
        '“{source}” không dựa trên “{target}”, mà ngược lại. Hãy hỏi: `cancu path "{target}" "{source}"`.',
        '“{source}” does not rest on “{target}”; it is the other way. Ask `cancu path "{target}" "{source}"`.',
    ),
    "path.same": (
        "“{source}” và “{target}” là cùng một văn bản. Hãy nêu hai văn bản khác nhau.",
        "“{source}” and “{target}” are one document. Name two.",
    ),
    "path.rank": ("Đường {rank}: {steps} bước", "Path {rank}, steps: {steps}"),
    "who.abstained": (
        "Không tìm thấy cơ quan nào được giao việc này trong các văn bản đã nạp. Các đoạn gần nhất để tham khảo:",
        "No agency with this duty was found in the ingested documents. The nearest passages, for reference:",
    ),
    "text.empty": (
        "Chưa có lời nào để tìm. Hãy viết số hiệu, tên hoặc câu hỏi, ví dụ “4655/KH-UBND”.",
        "There is nothing to look for. Write a number, a name or a question, such as “4655/KH-UBND”.",
    ),
    "none": ("không có", "none"),
    "empty": ("Không có kết quả.", "No results."),
    "store.empty": (
        "Kho {store} chưa có văn bản nào. Hãy nạp trước: `cancu ingest ĐƯỜNG_DẪN`.",
        "The store {store} holds no document yet. Ingest first: `cancu ingest PATH`.",
    ),
    "verify.done": (
        "Đã kiểm tra {checked} trích dẫn: {broken} sai lệch.",
        "Checked {checked} quotes: {broken} broken.",
    ),
    "index.step": ("Lập chỉ mục tìm kiếm", "Indexing for search"),
    "import.done": ("Đã khôi phục {quads} bộ ba vào kho.", "Restored {quads} statements into the store."),
    "serve.at": ("Căn Cứ chạy tại {url}. Dừng: Ctrl+C.", "Căn Cứ serves at {url}. Stop with Ctrl+C."),
    "format.bad": (
        "Không có định dạng “{form}” cho truy vấn này; hãy chọn một trong: {allowed}.",
        "No format “{form}” for this query; choose one of: {allowed}.",
    ),
    "query.large": ("Tệp truy vấn {path} quá lớn.", "The query file {path} is too large."),
    "query.unreadable": (
        "Không đọc được tệp truy vấn {path}. Hãy kiểm tra đường dẫn.",
        "The query file {path} cannot be read. Check the path.",
    ),
    "direction.bad": (
        "Hướng “{text}” không có; hãy chọn up (dựa trên gì), down (gì dựa trên nó) hoặc both.",
        "No direction “{text}”; choose up (rests on), down (rests on it) or both.",
    ),
    "agency.unknown": (
        (
            "Không có nhiệm vụ nào của “{text}” trong các văn bản đã nạp. "
            "Xem danh sách ở trang Phân công, hoặc bằng lệnh `cancu agencies`."
        ),
        (
            "No duty of “{text}” in the ingested documents. "
            "The page Duties lists the bodies that have some, as does `cancu agencies`."
        ),
    ),
    "relation.bad": (
        "Không có quan hệ “{text}”; hãy chọn trong: {allowed}.",
        "No relation “{text}”; choose among: {allowed}.",
    ),
    "role.bad": ("Không có vai trò “{text}”; hãy chọn trong: {allowed}.", "No role “{text}”; choose among: {allowed}."),
    "period.bad": (
        "Không hiểu thời gian “{text}”. Hãy viết như “2026-2030”, “năm 2025”, “quý II/2025”, “tháng 6/2025”.",
        "“{text}” is not a period. Write “2026-2030”, “2025”, “quý II/2025” or “tháng 6/2025”.",
    ),
    "cursor.bad": (
        "Con trỏ trang “{text}” không đúng. Hãy dùng giá trị `next` của trang trước.",
        "“{text}” is no page cursor. Use the `next` of the page before.",
    ),
    "token.off": (
        "Nạp văn bản qua mạng đang tắt. Người quản trị bật bằng biến CANCU_TOKEN của máy chủ.",
        "Storing through the server is off. CANCU_TOKEN of the server switches it on.",
    ),
    "token.bad": (
        "Cần mã truy cập đúng để nạp văn bản (biến CANCU_TOKEN của máy chủ; tiêu đề Authorization: Bearer …).",
        "Storing needs the right token (CANCU_TOKEN of the server; header Authorization: Bearer …).",
    ),
    "usage.missing": ("Thiếu tham số {name}. Xem: {command} --help", "Missing {name}. See: {command} --help"),
    "usage.option": ("Không có tùy chọn {name}. Xem: {command} --help", "No option {name}. See: {command} --help"),
    "usage.command": ("Không có lệnh {name}. Xem: cancu --help", "No command {name}. See: cancu --help"),
    "usage.value": (
        "Giá trị của {name} không hợp lệ ({detail}). Xem: {command} --help",
        "The value of {name} does not fit ({detail}). See: {command} --help",
    ),
    "settings.bad": (
        "Biến môi trường {names} có giá trị không dùng được. Xem docs/operations.md.",
        "The environment variable {names} has a value that cannot be used. See docs/operations.md.",
    ),
    "usage.other": ("Lệnh chưa đúng: {detail}. Xem: {command} --help", "{detail}. See: {command} --help"),
    "date.unknown": ("chưa rõ ngày", "date unknown"),
    "date.bad": (
        "“{text}” không phải ngày. Hãy viết NĂM-THÁNG-NGÀY (2026-11-23) hoặc NGÀY/THÁNG/NĂM (23/11/2026).",
        "“{text}” is not a date. Write YEAR-MONTH-DAY (2026-11-23) or DAY/MONTH/YEAR (23/11/2026).",
    ),
    "fault": (
        "Lỗi của hệ thống ({kind}), dữ liệu không bị thay đổi. Hãy báo lại kèm lệnh vừa chạy.",
        "A fault of ours ({kind}); no data was changed. Please report it with the command.",
    ),
}


def say(key: str, lang: Language, **values: object) -> str:
    """Return the message ``key`` in ``lang`` with its values filled in.

    >>> say("empty", "vi")
    'Không có kết quả.'
    """
    vietnamese, english = _MESSAGES[key]
    return (english if lang == "en" else vietnamese).format(**values)
