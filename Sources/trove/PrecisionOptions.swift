import ArgumentParser
import MediaTypes

/// What a space's networks compute in.
struct PrecisionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What networks compute in: f32, bf16 or int8. (default: bf16 where the processor "
                + "multiplies in it, else f32; the starter space's sounds int8, likewise)",
            valueName: "precision"))
    var precision: Precision?
}

extension Precision: ExpressibleByArgument {}
