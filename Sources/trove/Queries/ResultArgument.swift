import ArgumentParser
import Catalog

/// An earlier result to search with: the `id` of its JSON, and perhaps a weight.
struct ResultArgument: Equatable {
    let id: SegmentID
    let weight: Float

    init(_ argument: String) throws {
        let weighted = try WeightedArgument(argument)
        guard let id = SegmentID(weighted.value) else {
            throw ValidationError("an id is a whole number, as 'trove search --json' prints it.")
        }
        self.id = id
        weight = weighted.weight
    }
}
