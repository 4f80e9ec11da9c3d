/// The containers of sound and video that libav may open. A new one is one line here.
///
/// Playlists, device inputs, text art and tracker music are left out on purpose.
enum MediaFormats {
    static let demuxers = [
        "mov", "matroska", "avi", "mpegts", "mpeg", "mpegvideo", "flv", "asf", "ogg", "rm", "mxf",
        "dv",
        "ivf", "nut", "h264", "hevc", "m4v", "wtv", "gxf",
        "wav", "w64", "aiff", "au", "caf", "flac", "mp3", "aac", "ac3", "eac3", "dts", "amr", "ape",
        "wv", "tta", "tak", "mpc", "mpc8", "dsf", "oma", "voc", "truehd",
    ]
}
