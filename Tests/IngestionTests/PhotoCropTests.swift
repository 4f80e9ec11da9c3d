import Catalog
import MediaDecoding
import MediaTypes
import Testing

@testable import Ingestion

@Suite struct PhotoCropTests {
    private func crops(_ width: Int?, _ height: Int?) -> PhotoCrops {
        PhotoCrops(
            of: MediaInformation(
                type: .image, width: width, height: height, hasPicture: true, hasSound: false),
            encoderSide: 256)
    }

    @Test(arguments: [(nil, nil), (256, 256), (4000, 511), (511, 4000)] as [(Int?, Int?)])
    func smallPhotosHaveNone(width: Int?, height: Int?) {
        #expect(crops(width, height).crops.isEmpty)
        #expect(crops(width, height).minimumShortSide == 256)
    }

    @Test func cropsOfLargePhotosCoverThem() {
        let cut = crops(512, 4000)
        #expect(cut.crops.count == 4)
        #expect(Set(cut.crops).count == 4)
        for (x, y) in [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)] {
            #expect(
                cut.crops.count {
                    ($0.left...($0.left + $0.width)).contains(x)
                        && ($0.top...($0.top + $0.height)).contains(y)
                } == 1)
        }
        #expect(cut.crops.reduce(0) { $0 + $1.width * $1.height } == 1)
        // A crop has as many pixels as the encoder wants.
        #expect(cut.minimumShortSide == 512)
    }

    @Test func aLargePhotoIsIndexedWithItsCrops() throws {
        let archive = try Archive()
        try archive.write("large.jpg", "image 200 100 50 10")
        try archive.write("small.jpg", "image 200 100 50")
        let summary = try archive.index()
        #expect(summary.segmentsAdded == 6)
        let found = try archive.found()
        #expect(found.filter { $0.path == "small.jpg" }.map(\.crop) == [nil])
        let large = found.filter { $0.path == "large.jpg" }
        #expect(large.count == 5)
        let whole = try #require(large.first { $0.crop == nil })
        let left = try #require(large.first { $0.crop?.left == 0 })
        let right = try #require(large.first { $0.crop?.left == 0.5 })
        #expect(left.vector[0] > whole.vector[0])
        #expect(whole.vector[0] > right.vector[0])
        // Again: nothing is left to do.
        #expect(try archive.index().segmentsAdded == 0)
        #expect(try archive.found().count == 6)
    }

    @Test func aRunMayDoWithoutCrops() throws {
        let archive = try Archive()
        try archive.write("large.jpg", "image 200 100 50 10")
        var options = IndexOptions.withoutGrace
        options.cropsPhotos = false
        #expect(try archive.index(options: options).segmentsAdded == 1)
        #expect(try archive.found().map(\.crop) == [nil])
    }
}
