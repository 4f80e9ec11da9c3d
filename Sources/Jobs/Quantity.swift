import Foundation

/// A kind of number that is written with a unit, as in `30 days`.
struct Quantity {
    /// The units by name, in numbers of the smallest.
    private let units: [(name: String, size: Double)]

    /// In seconds.
    static let time = Quantity(units: [
        ("s", 1), ("min", 60), ("h", 3600), ("day", 86_400), ("days", 86_400),
    ])
    /// In bytes.
    static let size = Quantity(units: [
        ("B", 1), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("KiB", 0x1p10),
        ("MiB", 0x1p20), ("GiB", 0x1p30), ("TiB", 0x1p40),
    ])
    /// In pixels.
    static let pixels = Quantity(units: [("MP", 1e6)])

    var unitList: String { units.map(\.name).joined(separator: ", ") }

    /// - Returns: nil for what is no such number; it is finite and not negative.
    func number(in text: String) -> Double? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let number = Double(digits), let size = units.first(where: { $0.name == unit })?.size
        else { return nil }
        let product = number * size
        return product.isFinite ? product : nil
    }

    /// In the largest unit that leaves a number of at least 1.
    func text(_ number: Double) -> String {
        let unit = units.last { $0.size <= number } ?? units[0]
        return String(format: "%g %@", number / unit.size, unit.name)
    }
}
