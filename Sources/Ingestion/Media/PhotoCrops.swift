import MediaDecoding
import MediaTypes

/// How a photo is cut into crops, which get embeddings beside that of the whole.
///
/// The encoder sees the whole shrunk to its own size, in which small things are lost. The crops are
/// the photo's quarters; docs/search.md tells what other layouts bring.
struct PhotoCrops {
    /// The part of each side of the photo that a crop's side takes.
    private static let side = 0.5

    /// None of a small photo, whose crops would have fewer pixels than the encoder wants.
    let crops: [Crop]
    /// Pixels that the photo's shorter side must have, for the whole and the crops.
    let minimumShortSide: Int

    /// - Parameters:
    ///   - encoderSide: pixels that the encoder asks for on the shorter side.
    ///   - isWanted: whether a large photo is cut at all.
    init(of photo: MediaInformation, encoderSide: Int, isWanted: Bool = true) {
        let shortSide = min(photo.width ?? 0, photo.height ?? 0)
        // A crop of a smaller photo would have to be enlarged.
        guard isWanted, Double(shortSide) * Self.side >= Double(encoderSide) else {
            crops = []
            minimumShortSide = encoderSide
            return
        }
        let starts = [0, 1 - Self.side]
        crops = starts.flatMap { top in
            starts.map { Crop(left: $0, top: top, width: Self.side, height: Self.side) }
        }
        minimumShortSide = Int((Double(encoderSide) / Self.side).rounded(.up))
    }
}
