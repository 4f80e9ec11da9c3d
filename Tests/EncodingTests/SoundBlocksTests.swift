import Testing

@testable import Encoding

@Suite struct SoundBlocksTests {
    /// Frame number `f` holds the value `f` in all bands.
    private func input(frames: Int) -> PreparedInput {
        let bands = MelSpectrogram.bandCount
        return PreparedInput(
            shape: [frames, bands],
            values: (0..<frames).flatMap { [Float](repeating: Float($0), count: bands) })
    }

    @Test(arguments: [
        (frames: 1, starts: [0]), (100, [0]), (124, [0]), (125, [0, 25]), (150, [0, 50]),
        (174, [0, 50]), (217, [0, 50, 100]), (230, [0, 50, 100, 130]),
    ]) func coverTheSound(frames: Int, starts: [Int]) {
        let blocks = SoundEffectsEncoder.blocks(of: input(frames: frames))
        #expect(blocks.map { Int($0[0]) } == starts)
        #expect(blocks.allSatisfy { $0.count == 100 * MelSpectrogram.bandCount })
        for (block, start) in zip(blocks, starts) {
            #expect(block.last == (frames < 100 ? 0 : Float(start + 99)))
        }
    }
}
