import CKernels
import Foundation

/// The angles by which rows of queries and keys are rotated, so that their product depends on how
/// far apart they are.
///
/// A head's columns are divided into as many parts of equal width as a row has coordinates; each
/// part is rotated by its own. Column i of a part's first half and column i of its second half are
/// turned by `position / base^(2i / width)`.
/// "RoFormer: Enhanced Transformer with Rotary Position Embedding" (Su et al., 2021).
public struct RotaryTable: Sendable {
    private let headWidth: Int
    private let rows: Int
    /// A part each, rows × half of its width.
    private let cosines, sines: [[Float]]

    /// - Parameters:
    ///   - coordinates: of all rows, one list a coordinate.
    ///   - headWidth: divisible by twice the number of coordinates.
    public init(coordinates: [[Int]], headWidth: Int, base: Float) throws {
        let parts = coordinates.count
        guard parts > 0, headWidth > 0, headWidth % (2 * parts) == 0,
            coordinates.allSatisfy({ $0.count == coordinates[0].count })
        else {
            throw ComputeError.shapeMismatch(
                "\(parts) coordinates for heads of \(headWidth) columns")
        }
        self.headWidth = headWidth
        rows = coordinates[0].count
        let width = headWidth / parts
        let frequencies = stride(from: 0, to: width, by: 2).map {
            1 / powf(base, Float($0) / Float(width))
        }
        let angles = coordinates.map { positions in
            positions.flatMap { position in frequencies.map { Float(position) * $0 } }
        }
        cosines = angles.map { $0.map { cosf($0) } }
        sines = angles.map { $0.map { sinf($0) } }
    }

    /// - Parameter values: rows × heads × the heads' width, in place.
    public func rotate(_ values: inout [Float], heads: Int) throws {
        guard heads > 0, values.count == rows * heads * headWidth else {
            throw ComputeError.shapeMismatch(
                "\(values.count) values in \(rows) rows of \(heads) heads")
        }
        let width = headWidth / cosines.count
        for part in cosines.indices {
            trove_rotate(
                &values, rows, heads, headWidth, part * width, width, cosines[part], sines[part])
        }
    }
}
