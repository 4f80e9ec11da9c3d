import Compute
import Encoding
import Testing

/// What the networks are fed: spectrograms against NumPy, pictures against Pillow.
@Suite struct PreprocessingReferenceTests {
    @Test(arguments: [("mel", 3 * 44_100), ("mel.short", 500)])
    func spectrogramsAgree(name: String, samples: Int) throws {
        let reference = try ReferenceTensors("aisfx.safetensors")
        let (frames, values) = try MelSpectrogram()(ReferenceInputs.sound(samples: samples))
        #expect(try reference.shape(of: name) == [frames, MelSpectrogram.bandCount])
        ReferenceComparison(architecture: "aisfx", modality: .audio)
            .expectMels(values, toBe: try reference.values(name), within: 5e-6)
    }

    @Test(
        arguments: [(number: 0, width: 300, height: 200), (1, 97, 401)],
        [("bilinear", ImageResampling.Filter.bilinear), ("bicubic", .bicubic)])
    func resizedPicturesAgree(
        picture: (number: Int, width: Int, height: Int),
        filter: (name: String, value: ImageResampling.Filter)
    ) throws {
        let (number, width, height) = picture
        let side = 224
        let planes = try ImageResampling.resize(
            ReferenceInputs.picture(number, width: width, height: height).pixels, width: width,
            height: height, box: .init(left: 0, top: 0, width: width, height: height),
            to: (side, side), filter: filter.value, offset: 0, scale: 1)
        let rows = Array(stride(from: 0, to: side, by: 16)) + [side - 1]
        var values: [Float] = []
        for plane in 0..<3 {
            for row in rows {
                let start = (plane * side + row) * side
                values += planes[start..<start + side]
            }
        }
        let reference = try ReferenceTensors("resized.safetensors")
        let expected = try reference.values("\(width)x\(height).\(filter.name)")
        ReferenceComparison(architecture: "efficientnet-lite0", modality: .image)
            .expectPixels(values, toBe: expected, deviations: [1.0 / 255])
    }
}
