import MediaTypes
import Testing

@testable import Encoding

/// Pictures and texts that run through CLIP together.
@Suite struct CLIPBatchTests {
    private let folder: String

    init() throws { folder = try ReferenceTensors.path("clip-tiny") }

    /// In any company and order an input has the same features, to the last bit, also where there
    /// are more than run together.
    @Test(arguments: Precision.allCases)
    func picturesDoNotDependOnEachOther(precision: Precision) throws {
        let model = try CLIPVisionModel(directory: folder, precision: precision)
        let count = 3 * model.imageSide * model.imageSide
        let pictures: [[Float]] = (3..<73).map { step in
            (0..<count).map { (index: Int) -> Float in Float(index * step % 97) / 48 - 1 }
        }
        let together = try model.features(of: pictures)
        #expect(together.count == pictures.count)
        for number in [0, 1, 69] {
            #expect(try model.features(of: [pictures[number]]) == [together[number]])
        }
        #expect(together[0] != together[1])
        #expect(try model.features(of: []).isEmpty)
    }

    @Test(arguments: Precision.allCases)
    func textsDoNotDependOnEachOther(precision: Precision) throws {
        let model = try CLIPTextModel(directory: folder, precision: precision)
        let texts = (0..<30).map {
            [String](repeating: "a dog", count: $0 * 3).joined(separator: " ")
        }
        let together = try model.features(of: texts)
        #expect(together.count == texts.count)
        for (text, features) in zip(texts, together) {
            #expect(try model.features(of: text) == features)
        }
    }
}
