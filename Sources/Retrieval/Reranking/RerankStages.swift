/// The stages of a search, in their order. A new stage is a type and a line here.
public enum RerankStages {
    /// What every search runs.
    public static let standard = stages()

    /// - Parameters:
    ///   - external: a command that judges the candidates as well.
    ///   - isDiverse: whether results are to differ from each other.
    public static func stages(
        external: ExternalStage? = nil, isDiverse: Bool = false
    ) -> [any RerankStage] {
        let stages: [(any RerankStage)?] = [
            CropStage(),
            AgreementStage(),
            KeywordStage(),
            UnwantedStage(),
            external,
            CutoffStage(),
            DuplicateStage(),
            isDiverse ? DiversityStage() : nil,
        ]
        return stages.compactMap(\.self)
    }
}
