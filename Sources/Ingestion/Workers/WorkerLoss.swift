import Catalog

/// A file lost its worker: it may be to blame, or something else on the machine.
struct WorkerLoss: Error {
    let stage: FailureStage
    let death: WorkerDeath
}
