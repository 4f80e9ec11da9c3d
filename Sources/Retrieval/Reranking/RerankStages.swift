/// The stages that every search runs, in their order. A new stage is a type and a line here.
public enum RerankStages {
    public static let standard: [any RerankStage] = [
        AgreementStage(), UnwantedStage(),
    ]
}
