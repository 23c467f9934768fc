//! Which sounds a Vietnamese syllable is made of.
//!
//! Written down from knowledge of the language and held against the words of the official catalogue; a rare true syllable
//! may be missing, which costs a clerk one confirmation, never a wrong field.

/// The onsets as written, longest first.
pub(super) const ONSETS: [&str; 27] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "r", "s", "t", "v", "x",
];

/// Rimes that go with every onset that takes no glide of its own.
pub(super) const FREE_RIMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê i ia ich im in inh ip it iu iêu iên o oc oi om on ong op ot ô ôc ôi ôm ôn ông ôp ôt \
    ơ ơi ơn u ua uc ui um un ung up ut ư ưa ưng ương";

/// Rimes that go with these onsets only: `0` stands for none, `k` for c and k, `g` for g and gh, `ng` for ng and ngh.
pub(super) const BOUND_RIMES: &[(&str, &str)] = &[
    ("êch", "0 b ch k g h kh l m ng nh ph t th tr v x đ r"),
    ("êm", "0 ch đ k l m n nh r s t th x"),
    ("ên", "0 b ch d đ h k kh l m n ng nh ph r s t th tr v x"),
    ("ênh", "0 b ch d đ h k kh l m n nh s t th tr v x g ng ph r"),
    ("êp", "b l n r s t th x k đ"),
    ("êt", "0 b ch d đ gi h k l m n ng nh ph r s t th tr v x"),
    ("êu", "0 b ch d đ gi h k kh l m n ng nh ph r s t th tr v x"),
    ("êng", "k th p"),
    ("iêc", "b ch d g gi k l m n ng t th tr v x nh đ"),
    ("iêm", "b ch d đ g gi h k kh l m n ng nh ph s t th tr v x r"),
    ("iêng", "p b ch d đ gi k kh l m n ng nh ph r s t th tr v x h"),
    ("iêp", "b ch d đ h k kh l m n ng nh t th tr v"),
    ("iêt", "b ch d đ gi h k kh l m n ng nh ph r s t th tr v x"),
    ("oa", "0 ch d đ g h k kh l n ng nh r s t th tr v x"),
    ("oac", "0 ch h kh l n ng nh s t th x"),
    ("oach", "0 h kh ng t x l"),
    ("oai", "0 ch d đ h kh l ng nh s t th tr x"),
    ("oam", "0 kh ng nh x"),
    ("oan", "0 ch d đ h kh l n ng nh s t th tr v x"),
    ("oang", "0 ch d đ h kh l ng nh s t th tr x"),
    ("oanh", "0 ch d đ h kh l ng t x"),
    ("oao", "0 ng"),
    ("oap", "0 ng ch"),
    ("oat", "0 ch d đ h kh l ng s t th tr x"),
    ("oay", "0 h kh l m ng nh t th x"),
    ("oăc", "0 h ng kh"),
    ("oăm", "0 h ng kh"),
    ("oăn", "0 h kh l ng t th x ch"),
    ("oăng", "0 h kh l ng nh th"),
    ("oăt", "0 ch h kh l ng th x"),
    ("oe", "0 ch d h kh l ng nh t th tr x"),
    ("oen", "ch h ng nh x"),
    ("oeo", "kh ng"),
    ("oet", "0 ch kh l nh t x h ng"),
    ("ooc", "m r s k"),
    ("oong", "b ch g k m x l t"),
    ("ơm", "b ch d đ g h k kh l m n nh r s t th tr v x 0 ng"),
    ("ơp", "b ch đ gi h k kh l n ng nh ph r s t th x d m tr"),
    ("ơt", "0 b ch d đ g gi h k l m n ng nh ph r s t th tr v x"),
    ("uâ", ""),
    ("uân", "0 ch d h kh l nh t th tr x"),
    ("uâng", "kh"),
    ("uât", "0 d kh l nh s t th tr x"),
    ("uây", "0 kh ng nh x"),
    ("uê", "0 ch d đ h kh l ng nh s t th tr x"),
    ("uêch", "0 h kh ng t x ch"),
    ("uênh", "ch h kh d x"),
    ("uôc", "b ch d đ g k l m n nh ph r t th v x gi"),
    ("uôi", "b ch d đ k kh m n ng r s t x"),
    ("uôm", "b ch đ k l m nh s t th n r 0"),
    ("uôn", "0 b ch đ k kh l m ng nh s t th"),
    ("uông", "0 b ch d đ g gi h k kh l m n nh r s t th tr v x"),
    ("uôt", "b ch đ k l m n r s t th tr v x 0"),
    ("uơ", "h kh th"),
    ("uy", "0 ch d đ h kh l ng nh s t th tr x ph"),
    ("uya", "kh t l x"),
    ("uych", "0 h l x"),
    ("uyên", "0 ch d h kh l ng nh t th tr x s"),
    ("uyêt", "0 d h kh l ng t th x"),
    ("uynh", "0 h kh l x"),
    ("uyt", "0 b h s t x ng"),
    ("uyp", "t"),
    ("uyu", "kh ng"),
    ("ưc", "0 b ch d đ g h k kh l m n ng nh ph r s t th tr v x"),
    ("ưi", "ch g h ng k"),
    ("ưm", "h"),
    ("ưt", "b ch d đ g k l m n ng nh ph r s t th v gi"),
    ("ưu", "0 b ch h k kh l m ng ph s t tr x v"),
    ("ươc", "0 b ch d đ h k kh l n ng ph r s t th tr v x nh"),
    ("ươi", "b d đ k kh l m ng r s t th x 0 ch"),
    ("ươm", "0 b ch d đ g k l m n nh r t kh h"),
    ("ươn", "0 b d l m n ng ph r s tr v kh th đ t"),
    ("ươp", "0 ch k m n b t"),
    ("ươt", "0 kh l m r s th tr v x d t"),
    ("ươu", "b h kh r t ph"),
    ("y", "0 ch d h k kh l m n nh s t th tr v"),
    ("yêm", "0"),
    ("yên", "0"),
    ("yêng", "0"),
    ("yêt", "0"),
    ("yêu", "0"),
];

/// What follows `qu`, where u is the glide.
pub(super) const RIMES_AFTER_QU: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât ây \
    e en eo et ê êch ên ênh êt êu i in inh it ich y ych yên yêt yn ynh yt yu ơ ôc";

/// Syllables of names of the Central Highlands and others that Vietnamese spelling does not cover.
pub(super) const LOCAL: &str = "adrơng arul ayun byă ea ênuôl êban êya hmok hra hwing ia kbuôr kđoh knul kơ kpă kpuih \
    krông krung ksơr kuan mdrang mlô niê niêkđăm pơ rah rahlan rmah rchom rơ siu ya đăk đắk lăk lắk pleiku prông glei";
