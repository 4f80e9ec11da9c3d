/// Requests that hardly any archive of pictures and sounds answers: what comes nearest to them
/// comes near by chance.
///
/// They range over subjects and over short and long wording, as requests do.
enum UnanswerableTexts {
    static let all = [
        "the annual report of an insurance company", "terms and conditions",
        "a mortgage application", "the history of the Ottoman empire", "quantum field theory",
        "the etymology of a Greek verb", "monetary policy", "supply chain management",
        "a database migration script", "the grammar of Hungarian", "an invoice from a plumber",
        "tax deduction rules for freelancers", "philosophy of science", "job interview questions",
        "the minutes of a shareholder meeting", "a proof by induction", "election results",
        "interest rates of central banks", "an essay about justice", "a table of logarithms",
        "the tariff of a mobile phone provider", "an operating manual", "a chemistry lecture",
        "the theory of evolution explained", "statistics homework", "a warranty certificate",
        "changes of the pension law", "the plot of a crime novel", "vaccination schedule",
        "opening hours of the public library", "a list of prime numbers", "employment contract",
        "the results of a blood test", "a diagram of a combustion engine", "user story mapping",
        "a comparison of programming languages", "how to fill in a visa form", "a cover letter",
        "the biography of a composer", "a peace treaty", "a train timetable",
        "customer satisfaction survey", "a bank statement from last March", "bibliography",
        "a legal opinion on copyright", "geopolitics of natural gas", "sentence structure",
        "a genealogical record of the eighteenth century", "the price of crude oil",
        "marketing strategy for small companies", "a psychological questionnaire",
        "parliamentary debate about the budget", "an advanced course in linear algebra",
        "the exchange rate of the Swiss franc", "a screenshot of an error message",
        "a certificate of origin", "the doctrine of the trinity", "a meeting agenda",
        "instructions for a tax return", "a scientific abstract about proteins",
        "a letter of complaint", "the periodic report of an auditor", "a syllabus",
        "a power of attorney", "a political manifesto", "an org chart", "a privacy policy",
        "the rules of contract bridge", "a crossword clue", "the syntax of regular expressions",
        "a password reset mail", "an academic transcript", "a thesis about medieval trade",
        "the income of a household", "a voucher code", "a patent claim", "a court ruling",
        "an economic forecast for next year", "software architecture", "a spelling mistake",
    ]
}
