import Foundation
import MediaTypes

/// Numbers as people read them.
enum HumanFormat {
    /// `1,234,567`
    static func count(_ number: Int) -> String {
        let digits = String(abs(number))
        var text = ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return number < 0 ? "-" + text : text
    }

    /// `1 file`, `2 files`
    static func count(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
        count(number) + " " + (number == 1 ? singular : plural ?? singular + "s")
    }

    /// `1.3 GB`, in powers of ten.
    static func bytes(_ bytes: Int64) -> String {
        var value = Double(bytes)
        var unit = "B"
        for next in ["kB", "MB", "GB", "TB"] where value >= 999.5 {
            value /= 1000
            unit = next
        }
        return unit == "B"
            ? "\(bytes) B" : String(format: value < 10 ? "%.1f " : "%.0f ", value) + unit
    }

    /// `02:14`, or `1:02:14` from an hour on.
    static func timestamp(_ seconds: Int) -> String {
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
        return hours > 0
            ? String(format: "%d:%02d:%02d", hours, minutes, rest)
            : String(format: "%02d:%02d", minutes, rest)
    }

    /// `12.5–17.5 s`
    static func seconds(_ range: TimeRange) -> String {
        String(format: "%.1f–%.1f s", range.start, range.end)
    }

    /// `40–100 % across, 0–60 % down`
    static func crop(_ crop: Crop) -> String {
        func range(_ start: Double, _ length: Double) -> String {
            String(format: "%.0f–%.0f %%", 100 * start, 100 * (start + length))
        }
        return "\(range(crop.left, crop.width)) across, \(range(crop.top, crop.height)) down"
    }

    /// `0.713`, of a score or cosine.
    static func score(_ score: Float) -> String {
        String(format: "%.3f", Double(score))
    }

    /// `99.4 %`, of a part of 1.
    static func percent(_ part: Double) -> String {
        String(format: "%.1f %%", 100 * part)
    }

    /// `45 s`, `12 min`, `3 h 5 min`
    static func duration(_ seconds: Double) -> String {
        let whole = Int(max(0, seconds).rounded())
        if whole < 60 { return "\(whole) s" }
        let minutes = whole / 60
        return minutes < 60
            ? "\(minutes) min \(whole % 60) s" : "\(count(minutes / 60)) h \(minutes % 60) min"
    }

    /// `2026-11-21 04:15`, local time.
    static func date(_ date: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyy-MM-dd HH:mm"
        return formatter.string(from: date)
    }
}
