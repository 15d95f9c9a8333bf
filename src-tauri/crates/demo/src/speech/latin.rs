//! English, Spanish, Turkish, French and Indonesian.

use super::Lexicon;

pub(super) const ENGLISH: Lexicon = Lexicon {
    code: "en",
    account_codes: &["en", "en", "en", "en-gb", "en-GB"],
    nouns: &[
        "people", "news", "harbour", "vote", "bridge", "council", "truth", "school", "price", "water", "road", "market",
        "fishermen", "tax", "border", "train", "winter", "letter", "story", "festival", "hospital", "farmers", "plan",
        "team", "island", "question", "leader", "video", "song", "protest", "deal", "report", "island ferry", "court",
        "bread", "village", "energy", "museum", "lighthouse", "coast guard", "mayor", "neighbours", "kids", "weekend",
    ],
    verbs: &[
        "need", "want", "support", "stop", "share", "remember", "believe in", "talk about", "lose", "build", "watch",
        "forget", "vote for", "pay for", "wait for", "defend", "leave", "miss", "love", "close", "open", "question",
        "rebuild", "celebrate", "ignore", "sell", "save", "understand",
    ],
    adjectives: &[
        "new", "old", "real", "big", "free", "quiet", "wrong", "local", "strange", "beautiful", "honest", "late",
        "empty", "broken", "northern", "cheap", "secret", "proud", "tired", "famous", "cold", "coming", "common",
    ],
    places: &[
        "Port Merrow", "Velmora", "Kestria", "Old Dunmere", "Lake Tarrin", "Upper Sollen", "Brackwater", "Ostrel Point",
        "Halvern", "Grey Quay", "Westmarle", "Saint Orrin", "Lower Kestria", "Pell Harbour", "Ardune", "Mirrow Bay",
    ],
    bodies: &[
        "the Harbour Party", "the Velmora Post", "the Council of Nine", "Merrow Rail", "the Blue Lantern League",
        "the Ministry of Tides", "Kestria Today", "the Ferry Union", "the Open Gate Movement", "Halvern United",
        "the Salt Board", "Radio Brackwater",
    ],
    templates: &[
        "{o} says the {a} {n} of {p} will {v} the {w} {n}",
        "Why does nobody in {p} {v} the {a} {n}? Ask {w} {w}",
        "BREAKING: {n} in {p} after {o} and the {w} {n}",
        "I just {v} my {a} {n} and the {w} of {p}",
        "We {v} the {n}, they {v} the {n}. That's the {a} difference, {w}",
        "The {n} is not for sale. The {w} {n} is not for sale",
        "{d} {n} in {p} and not one {a} {w}",
        "good morning {p}, it is a {a} day to {v} the {n} with {w}",
        "If you {v} the {n} you should read what {w} {w} wrote about {o}",
        "Thread: how {o} lost the {n} of {p} to {w} {w}",
        "no one can {v} a {w} without the {a} {n}, don't you think",
        "My {n} told me: {v} the {n}, not the {w}. She was right about {p}",
        "{w} {w} is the {a} voice of {p} and the {n} know it",
        "Breaking the {n} of {o}: {d} days, {d} {n}, one {w}",
        "So {a}. So {a}. {p} will {v} it for ever",
        "Who will {v} the {n}? {o} or the {w} {n}",
        "New poll: {d} percent of {p} want the {n} and {v} {o}",
        "They don't want you to {v} this {a} {n} from {p}",
    ],
    tags: &[
        "SaveTheHarbour", "Velmora", "PortMerrow", "news", "BridgeVote", "TidesOfTruth", "Kestria", "OpenTheGate",
        "FerryStrike", "MerrowDecides", "SaltTax", "BlueLantern", "music", "NightTrain", "HarbourParty", "weekend",
        "LighthouseLies", "WeAreBrackwater", "love", "FishNotFear",
    ],
    syllables: &[
        "ba", "bel", "bran", "ca", "cor", "dal", "den", "dor", "el", "fen", "fer", "gal", "gor", "ha", "hol", "in",
        "kel", "ker", "la", "len", "lin", "lo", "mar", "mel", "mi", "mon", "na", "nor", "ol", "or", "pel", "per", "qua",
        "ran", "rel", "ri", "ros", "sa", "sel", "shan", "sor", "sta", "ta", "ter", "thor", "tin", "ul", "va", "ver",
        "vin", "wal", "wen", "wick", "yar", "zel", "ston", "brook", "field", "ham", "ley", "mer", "ster", "ton", "worth",
    ],
    stop: "",
    gap: ". ",
};

pub(super) const SPANISH: Lexicon = Lexicon {
    code: "es",
    account_codes: &["es", "es", "es-MX"],
    nouns: &[
        "pueblo", "puerto", "puente", "mercado", "camino", "precio", "barrio", "tren", "invierno", "año", "niño",
        "corazón", "agua", "voto", "jardín", "periódico", "canción", "hospital", "campo", "futuro", "pan", "río",
        "trabajo", "alcalde", "faro", "sueño", "país imaginario", "impuesto",
    ],
    verbs: &[
        "quiere", "necesita", "defiende", "recuerda", "espera", "pierde", "construye", "olvida", "comparte", "apoya",
        "vende", "celebra", "mira", "cierra", "abre", "paga",
    ],
    adjectives: &[
        "nuevo", "viejo", "grande", "libre", "tranquilo", "triste", "hermoso", "público", "último", "único", "frío",
        "lejano", "pequeño", "común",
    ],
    places: &[
        "Villa Sombría", "Puerto Lindero", "San Orrín", "La Quebranza", "Monte Cañuelo", "Río Tordo", "Altarena Baja",
        "Ciudad Vértiz", "Peñón del Águila",
    ],
    bodies: &[
        "el Partido del Faro", "Radio Lindero", "la Junta del Agua", "el Diario Sombrío", "la Unión de Pescadores",
        "Ferrocarril Vértiz", "el Movimiento Puente",
    ],
    templates: &[
        "{o} dice que el {n} de {p} {v} el {n} {a}",
        "¿Quién {v} el {n} {a}? Pregunten a {w} {w}",
        "ÚLTIMA HORA: {n} en {p}, según {o} y {w}",
        "Hoy {p} {v} su {n} con {w} y más de {d} personas",
        "Nadie {v} el {n} como {w} {w} en {p}",
        "No es un {n}, es el {n} {a} de {w}",
        "Mañana en {p}: {d} razones para el {n} {a}",
        "El {n} no se vende, el {n} de {w} tampoco",
        "Así {v} {o} el {n} de todos, {w}",
        "Buenos días {p}, que el {n} sea {a}",
    ],
    tags: &[
        "ElPuenteEsNuestro", "PuertoLindero", "Noticias", "AguaParaTodos", "VotoLibre", "Faro2019", "SanOrrín", "música",
        "TrenNocturno", "NoAlImpuesto", "Corazón",
    ],
    syllables: &[
        "ba", "be", "bra", "ca", "ce", "co", "cho", "da", "de", "do", "fa", "ga", "go", "gua", "ja", "jo", "la", "le",
        "li", "lo", "lla", "ma", "me", "mi", "mo", "na", "ne", "ni", "no", "ña", "ño", "pa", "pe", "po", "que", "qui",
        "ra", "re", "ri", "ro", "rra", "sa", "se", "si", "so", "ta", "te", "ti", "to", "tra", "va", "ve", "vi", "za",
        "zo", "ción", "dad", "dor", "mente", "ez", "ón", "ía",
    ],
    stop: ".",
    gap: " ",
};

pub(super) const TURKISH: Lexicon = Lexicon {
    code: "tr",
    account_codes: &["tr"],
    nouns: &[
        "liman", "köprü", "haber", "halk", "şehir", "yol", "pazar", "okul", "su", "kış", "ışık", "çocuk", "gece", "deniz",
        "ekmek", "seçim", "fener", "gemi", "ülke", "şarkı", "vergi", "gelecek", "İskele", "ırmak",
    ],
    verbs: &[
        "istiyor", "bekliyor", "unutmuyor", "savunuyor", "kaybediyor", "açıyor", "kapatıyor", "görüyor", "söylüyor",
        "seviyor", "satıyor", "düşünüyor",
    ],
    adjectives: &["yeni", "eski", "büyük", "güzel", "özgür", "sessiz", "son", "soğuk", "küçük", "gizli", "yalnız", "ılık"],
    places: &["Yelburnu", "Karaçakıl", "Gümüşdere Ovası", "İncirkaya", "Taşköy Limanı", "Şafaktepe", "Ulusırt"],
    bodies: &["Fener Partisi", "Yelburnu Postası", "Deniz Kurulu", "Köprü Hareketi", "İncirkaya Radyosu", "Balıkçılar Birliği"],
    templates: &[
        "{o}: {p} {a} {n} için {d} gün {v}",
        "{p} halkı {a} {n} {v}, {w} ise susuyor",
        "Bugün {p} sokaklarında {w} ve {a} {n} var",
        "SON DAKİKA: {o} {n} konusunda {w} ile anlaştı",
        "Kimse {n} kadar {a} değil, {w} hariç",
        "{w} {w}, {n} ve {n} üzerine konuştu",
        "Günaydın {p}, {a} bir {n} olsun",
        "Neden {o} {n} {v}? {w} bilmiyor",
    ],
    tags: &["LimanBizim", "Yelburnu", "sondakika", "KöprüyeEvet", "haber", "İncirkaya", "FenerSönmez", "müzik", "GeceTreni"],
    syllables: &[
        "ak", "al", "ar", "ba", "bil", "bir", "can", "ce", "çe", "çı", "da", "dağ", "de", "dır", "el", "er", "ge", "gül",
        "ha", "ıl", "ım", "iş", "ka", "kar", "ke", "kıl", "la", "lar", "le", "ler", "lık", "ma", "me", "mi", "na", "oğ",
        "ol", "ör", "ra", "sa", "se", "sız", "şe", "taş", "te", "tı", "tü", "ur", "ün", "va", "ya", "yel", "yı", "yü", "ze",
    ],
    stop: "",
    gap: ". ",
};

pub(super) const FRENCH: Lexicon = Lexicon {
    code: "fr",
    account_codes: &["fr", "fr", "FR"],
    nouns: &[
        "peuple", "port", "pont", "marché", "hiver", "train", "prix", "phare", "village", "maire", "vote", "enfant",
        "journal", "fleuve", "pain", "chemin", "rêve", "impôt", "théâtre", "été", "cœur", "bateau", "lycée", "avenir",
    ],
    verbs: &[
        "veut", "défend", "attend", "oublie", "partage", "soutient", "perd", "construit", "regarde", "vend", "ferme",
        "ouvre", "paie", "célèbre",
    ],
    adjectives: &["nouveau", "ancien", "libre", "grand", "dernier", "vrai", "secret", "étrange", "public", "froid", "léger"],
    places: &["Port-Brume", "Valmoreau", "Saint-Orin-sur-Lys", "Châtelune", "Les Grèves", "Mont-Écaille", "Île-aux-Merles"],
    bodies: &[
        "le Parti du Phare", "la Gazette de Valmoreau", "l'Union des Pêcheurs", "le Conseil des Marées", "Radio Grèves",
        "le Mouvement du Pont",
    ],
    templates: &[
        "{o} dit que le {n} de {p} {v} le {n} {a}",
        "Pourquoi personne à {p} ne {v} le {n} ? Demandez à {w} {w}",
        "ALERTE : {n} à {p}, selon {o} et {w}",
        "Aujourd'hui {p} {v} son {n} avec {w} et {d} amis",
        "Ce n'est pas un {n}, c'est le {n} {a} de {w}",
        "{d} raisons d'aimer le {n} de {p}, par {w}",
        "Bonjour {p}, l'{n} sera {a} pour {w}",
        "{w} {w} {v} le {n} qu'{o} a promis",
    ],
    tags: &["LePontPourTous", "PortBrume", "actu", "Valmoreau", "NonÀLImpôt", "phare", "musique", "TrainDeNuit", "GrèveDuBac"],
    syllables: &[
        "a", "bel", "ber", "bon", "ca", "chan", "che", "ci", "cla", "cou", "dau", "de", "é", "er", "fleur", "fon", "ga",
        "gne", "ha", "in", "jou", "la", "le", "lin", "lon", "ma", "mé", "mer", "mon", "na", "neu", "oi", "or", "pa", "pé",
        "plu", "que", "ré", "ri", "roi", "sa", "sé", "sou", "tan", "té", "tier", "tou", "tte", "u", "val", "vé", "ville",
        "voi", "xe", "ya", "zé",
    ],
    stop: ".",
    gap: " ",
};

pub(super) const INDONESIAN: Lexicon = Lexicon {
    // The old code, as Twitter used it.
    code: "in",
    account_codes: &["id", "id", "ID"],
    nouns: &[
        "rakyat", "pelabuhan", "jembatan", "pasar", "sekolah", "air", "jalan", "harga", "kapal", "nelayan", "berita",
        "malam", "hujan", "kota", "desa", "anak-anak", "lagu", "pajak", "masa depan", "mercusuar",
    ],
    verbs: &["mau", "butuh", "menunggu", "melupakan", "mendukung", "menjual", "membangun", "melihat", "membuka", "menutup"],
    adjectives: &["baru", "lama", "besar", "bebas", "indah", "sepi", "terakhir", "dingin", "rahasia", "kecil"],
    places: &["Tanjung Merawan", "Pulau Sekantor", "Kota Bayurasa", "Teluk Lampir", "Gunung Serawi", "Muara Kelindan"],
    bodies: &["Partai Mercusuar", "Radio Merawan", "Dewan Pasang", "Harian Bayurasa", "Serikat Nelayan"],
    templates: &[
        "{o} bilang {n} {p} {v} {n} {a}",
        "Kenapa {p} tidak {v} {n} {a}? Tanya {w}",
        "Hari ini {d} orang di {p} {v} {n} bersama {w} {w}",
        "Selamat pagi {p}, semoga {n} {a} dan {w}",
        "Jangan {v} {n}, kata {w} dari {o}",
        "{n} bukan {n}, apalagi {w} yang {a}",
        "Katanya {o} {v} {w}, padahal {n} {a}",
    ],
    tags: &["SelamatkanPelabuhan", "TanjungMerawan", "berita", "JembatanKita", "musik", "TolakPajak", "KeretaMalam"],
    syllables: &[
        "ba", "ber", "bu", "ca", "da", "di", "du", "ga", "gan", "gu", "ha", "i", "ja", "jang", "ka", "kan", "ke", "ku",
        "la", "lam", "li", "lu", "ma", "me", "men", "mu", "na", "nga", "ni", "nya", "pa", "pe", "pu", "ra", "ran", "ri",
        "ru", "sa", "se", "si", "su", "ta", "tan", "te", "ti", "tu", "u", "wa", "ya", "yang", "lah", "rat", "sin", "wan",
    ],
    stop: "",
    gap: ". ",
};
