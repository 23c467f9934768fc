//! Names borne in Vietnam, the Mường, Thái, Dao, Tày, Nùng and H'Mông ones of our area among them. Written down from
//! knowledge; a name that is missing costs at most one confirmation at the desk.

use std::{collections::HashSet, sync::LazyLock};

use crate::text::{Letter, retone};

const FAMILIES: &str = "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý lí đào đinh đoàn trịnh \
    trương lâm mai vương cao tạ hà phùng tô tăng thái châu quách lưu la thân đàm kiều lương chu nghiêm triệu tống từ giang \
    mạc khổng doãn ninh vi âu văn bạch sầm tôn ông thạch kim danh sơn lục tiêu nông ma hứa lã viên thiều khuất lại phí mẫn \
    bành an biện bì cái cam cát chế cổ công cù cung cự dư đan đái đăng điền đổng đới đường hạ hàn hồng hùng kha khâu \
    khiếu khoa khúc khương lạc lai lều liên liêu lỗ luyện lư mã mạnh mâu nghị ngụy nhâm nhan nhữ ô ôn phó phù phương \
    quản quang quế sái sử tào tất tề thành thẩm thôi tiết tiền tín trác trang trà trầm tư tường uông ứng viết xung yên \
    cấn giáp đồng bồ hoa giản nhạc đậu hướng chung cảnh trình trọng đồ điêu vừ chiêm lãnh nhâm hy bá vĩnh tuấn mỵ \
    lò lường quàng cầm vì ngần khà lộc mùi lang khằm tòng cà đèo lèo mè lừ lữ ngân xa quán hoả hỏa lự lồ lù lìm \
    sùng giàng vàng thào mùa hạng cứ hờ sồng tráng lầu ly phàng cháng chang hầu chá và xồng thàng vù chảo cheo páo khang \
    hảng hơ mùng dơ sình sìn thò tếnh ly bàn tẩn chẩn chíu tằng phượng đồn bế lèng hoà hòa kpă ksor siu rmah rơ niê êban \
    nay y a kơ rah đinh kring trang xơ hồ pờ";

static FAMILY_SET: LazyLock<HashSet<String>> =
    LazyLock::new(|| FAMILIES.split_ascii_whitespace().map(retone).collect());

/// True when `word` is a known family name, in any case and tone placement.
pub(super) fn is_family(word: &str) -> bool {
    FAMILY_SET.contains(&retone(&word.to_lowercase()))
}

/// Syllables of middle and given names.
const GIVEN: &str = "a ái an anh ánh ân ấm ấn ảnh ba bá bạch bài bách băng bằng bảo bảy bắc bích biên biển bình bình bính bổn bốn bồng bửu \
    bưởi ca cả cái cam cảm can cảnh cao cát cẩm cần cẩn cầm cầu chánh châu chấn chi chí chỉ chiêm chiến chiêu chinh chính chỉnh chu \
    chuẩn chúc chung chúng chuyên chuyển chương chức chưởng cơ côi công cổ cốc cúc cung cư cử cương cường cửu dạ dân dần danh \
    di dĩ dịch diễm diện diệp diệu dinh do doan doanh doãn du dũ duẩn dục dung dũng duy duyên duyến duyệt dư dương dưỡng đa đài \
    đàm đan đán đang đáng đào đạo đạt đắc đằng đăng đặng đậu đề đệ đích điềm điểm điền điển điệp điều đình đính đĩnh định đoan đoàn \
    đoạt đô độ đôn đông đồng động đống đức được đường đượng em én gái gấm giác giang giám giao giáo giáp giàu gương hà hạ hai hải \
    hàm hàn hãn hân hạnh hành hảo hào hạo hằng hậu hiên hiến hiền hiển hiện hiếu hiệp hiệu hinh hình hoa hóa hỏa hòa họa hoài hoan \
    hoàn hoạt hoàng hoành hoạch học hòe hồ hội hồi hồng hợi hợp huân huấn huế huệ huê hùng huy huyên huyền huyện huynh huỳnh hứa hưng hừng hương hướng hường hưởng \
    hữu hy hỷ ích inh kha khá khải khai khang khanh khánh kháng khâm khắc khiêm khiết khiên khiển khoa khoái khoan khoản khoát khôi không khởi \
    khuê khuyên khuyến khuông khương kiêm kiểm kiên kiện kiệt kiều kim kính kinh kỳ kỷ kỹ kỉ lạc lai lài lam lan lãm làn lành lân lãng lăng lâm \
    lập lê lệ len liêm liên liễu linh lĩnh lịch lan loan loát lộc lô lợi lâu long lụa luân luận luật lục lũy luyến luyện lư lữ lực \
    lược lương lường lượng lưu lựu ly lý lí mai mạnh mạch màu mão mận mẫn mây mật mậu mến miên miền minh mơ mỵ mị mỹ mĩ muội muôn mười mừng nam nay năm \
    năng nga ngà ngát ngân ngần nghi nghĩa nghiêm nghiệp nghị nghiên ngoan ngoạn ngọc ngôn ngô ngợi nguyên nguyện nguyệt nguyễn ngữ nhạc nhã nhài nhàn nhạn nhân \
    nhẫn nhất nhật nhi nhị nhiên nhiệm nhinh như nhuần nhung nhuận nhuệ nhường nhượng nhựt nia niên ninh nội nông nương nữ oanh \
    oánh ơn pha phác phan phát phẩm phấn phi phiên phin phong phổ phó phú phúc phụng phước phương phường phưởng phượng quang quảng quân quản quế quý quí \
    quốc quy quyên quyến quyền quyết quyển quỳnh quỳ quảng rạng ru sa sam sang sáng sao sâm san sắc sen sinh sính soạn son song sơn sự sửu \
    sỹ sĩ sử tá tài tám tạo tâm tân tấn tất tập tần thái thám thanh thành thạnh thánh thảo thao thạch thắm thăng thắng thắm thăm thân thất thấm thập thế thể thêm thêu thi thị thìn \
    thích thiêm thiên thiện thiệp thiết thiều thiệu thiệt thịnh thính thoa thoa thoan thoại thoáng thỏa thọ thông thống thơ thơm thới thời thu thuần thuận thuật thục \
    thuyên thuyền thuyết thúy thủy thùy thụy thư thứ thức thực thược thương thường thưởng thượng tí tỉ tích tiên tiến tiền tiếp tiệp tiêu tiệm tinh tình tính tỉnh tĩnh \
    toa toại toan toàn toản tố tồn tỏ trà trạch trai trang tráng trạng trân trăm trần trâm trầm trí trì tri triều triển triệu trinh trình trịnh trọng trông trung truyền \
    trúc trực trường trương trưởng trượng tu tú tuân tuấn tuất tuệ tuế tùng tuyên tuyến tuyển tuyền tuyết tuyn tư từ tứ tự tươi tường tưởng \
    tước tý tỵ tỷ uyên uyển út ước ưng văn vân vận vàng vạn vệ vi vị viên viễn việt vĩ vinh vĩnh vịnh vọng vũ võ vui vụ vương vượng vy vỹ \
    xuân xuyên xuyến gia giả hiểu oai rộng my tiểu hổ thụ đàn oải vụ nưng ểu piềng thiềng ún nhỉnh xinh xoan xoa xô xuất xướng y ý yên yến";

static NAME_SET: LazyLock<HashSet<String>> =
    LazyLock::new(|| FAMILIES.split_ascii_whitespace().chain(GIVEN.split_ascii_whitespace()).map(retone).collect());

/// The names above with each of their letters left out in turn: with the tone where the letter without it is lost, and all
/// without tones, since a tone goes with its letter.
static SHORTENED: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let toned = NAME_SET.iter().flat_map(|name| shortened(name).filter(|rest| *rest != without_tone(rest)));
    toned.map(|rest| retone(&rest)).chain(NAME_SET.iter().flat_map(|name| shortened(&without_tone(name)))).collect()
});

static BARE: LazyLock<HashSet<String>> = LazyLock::new(|| NAME_SET.iter().map(|name| without_tone(name)).collect());

/// The names above with one of their marks left out: the tone, or a letter's own.
static UNMARKED: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let own_mark_lost = |name: &String| -> Vec<String> {
        let letters: Vec<char> = name.chars().collect();
        let plain =
            |c: char| Letter::of(c).map(|letter| Letter { base: plain_letter(letter.base), ..letter }.compose());
        let one = |at: usize| {
            let changed = letters.iter().enumerate().map(|(i, c)| if i == at { plain(*c).unwrap_or(*c) } else { *c });
            retone(&changed.collect::<String>())
        };
        (0..letters.len()).map(one).collect()
    };
    NAME_SET.iter().flat_map(own_mark_lost).chain(NAME_SET.iter().map(|name| without_tone(name))).collect()
});

fn plain_letter(base: char) -> char {
    match base {
        'ă' | 'â' => 'a',
        'đ' => 'd',
        'ê' => 'e',
        'ô' | 'ơ' => 'o',
        'ư' => 'u',
        plain => plain,
    }
}

/// True when `word` is no name syllable that we know but would be one with a single letter or mark more: what a scanner that
/// drops characters leaves.
pub(super) fn lacks_something(word: &str) -> bool {
    let word = retone(&word.to_lowercase());
    if NAME_SET.contains(&word) {
        return false;
    }
    let bare = without_tone(&word);
    UNMARKED.contains(&word) || SHORTENED.contains(&word) || !BARE.contains(&bare) && SHORTENED.contains(&bare)
}

/// True when `short` is `whole` without one of its letters, tones left out.
pub(super) fn is_one_letter_short(short: &str, whole: &str) -> bool {
    shortened(&without_tone(whole)).any(|rest| rest == without_tone(short))
}

fn without_tone(text: &str) -> String {
    text.chars().map(|c| Letter::of(c).map_or(c, |letter| letter.base)).collect()
}

fn shortened(name: &str) -> impl Iterator<Item = String> + use<> {
    let letters: Vec<char> = name.chars().collect();
    (0..letters.len()).map(move |left_out| {
        letters.iter().enumerate().filter(|(i, _)| *i != left_out).map(|(_, letter)| letter).collect()
    })
}
