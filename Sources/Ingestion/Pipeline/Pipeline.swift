import Catalog
import Encoding

/// The stages that decode, encode and commit files, on threads of their own.
struct Pipeline {
    let catalog: Catalog
    let space: Space
    let spaceID: SpaceID
    let media: any MediaReading
    let options: IndexOptions
    let ledger: RunLedger
    /// As in `Committer`.
    let quarantines: Bool

    /// Returns when everything that `feed` brought is done; an error of its ends the run.
    func run(
        _ feed: (
            _ files: BoundedQueue<SourceFile>, _ commits: BoundedQueue<CommitRequest>,
            ContentsInFlight
        ) throws -> Void
    ) {
        let inFlight = ContentsInFlight()
        let threads = max(1, options.threads)
        let profiler = ledger.profiler
        let files = BoundedQueue<SourceFile>(
            capacity: 2 * threads,
            waits: QueueWaits(
                profiler: profiler, full: .waitingForDecoding, empty: .waitingForFiles))
        let commits = BoundedQueue<CommitRequest>(
            capacity: Committer.groupSize,
            waits: QueueWaits(
                profiler: profiler, full: .waitingForCommits, empty: .waitingForResults))
        let worker = FileWorker(
            preparation: SegmentPreparation(
                space: space, media: media, profiler: profiler, soundHop: options.soundHop,
                cropsPhotos: options.cropsPhotos),
            lost: LostFiles(), batcher: SegmentBatcher(),
            encoder: BatchEncoder(space: space, commits: commits), ledger: ledger,
            commits: commits, threads: threads)
        let committer = Committer(
            catalog: catalog, space: spaceID, inFlight: inFlight, ledger: ledger,
            quarantines: quarantines)

        let committing = DedicatedThreads()
        committing.start("commit") { profiler.thread(.commit) { committer.run(commits) } }
        let working = DedicatedThreads()
        for number in 1...threads {
            working.start("work \(number)") { profiler.thread(.work) { worker.run(files) } }
        }
        do {
            try feed(files, commits, inFlight)
        } catch {
            ledger.fail(error)
        }
        files.close()
        profiler.time(.waitingForDecoding) { working.join() }
        worker.retryLost()
        commits.close()
        profiler.time(.waitingForCommits) { committing.join() }
    }
}
