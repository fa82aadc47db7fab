package io.myelin.chaos;

import io.myelin.chaos.judge.Verdict;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What one run came to.
 *
 * @param settings what it was to be
 * @param took from the first writer's start to the end of the faults
 * @param faults made, by kind
 * @param lives of writers, and those of them that could not open their store
 * @param longestStall the longest time in which no writer got an acknowledgement
 * @param verdict of the judge
 */
record Report(
        ChaosSettings settings,
        Duration took,
        Map<FaultKind, Integer> faults,
        Lives lives,
        Duration longestStall,
        Verdict verdict) {

    /** How many lives writers had, and how many of those could not open their store. */
    record Lives(int all, int notOpened) {}

    String text() {
        StringBuilder text = new StringBuilder();
        Verdict v = verdict;
        line(
                text,
                "Chaos, seed %d: %d writers of %d callers on %d brokers, %s",
                settings.seed(),
                settings.writers(),
                settings.load().callers(),
                ChaosSettings.BROKERS,
                minutes(took));
        line(text, "  acknowledged        %,10d", v.acknowledged());
        line(
                text,
                "  refused             %,10d   (%,d by sequence number, %,d by event identifier)",
                v.conflicts() + v.duplicates(),
                v.conflicts(),
                v.duplicates());
        line(text, "  not stored          %,10d", v.notStored());
        line(
                text,
                "  in doubt            %,10d   (in the log: %,d, not in it: %,d)",
                v.doubt().told(),
                v.doubt().toldInLog(),
                v.doubt().told() - v.doubt().toldInLog());
        line(
                text,
                "  killed unanswered   %,10d   (in the log: %,d, not in it: %,d)",
                v.doubt().unanswered(),
                v.doubt().unansweredInLog(),
                v.doubt().unanswered() - v.doubt().unansweredInLog());
        line(
                text,
                "  log                 %,10d   commits of %,d events; %,d void records, %,d fences, %,d foreign",
                v.log().commits(),
                v.log().validEvents(),
                v.log().voids(),
                v.log().fences(),
                v.log().foreign());
        line(
                text,
                "  compared            %,10d   loads, %,d reads of running writers, %,d readers from the middle",
                v.checks().loads(),
                v.checks().reads(),
                v.checks().middles());
        line(
                text,
                "  writers' lives      %,10d   (%d could not open their store and tried again)",
                lives.all(),
                lives.notOpened());
        line(text, "  longest stall       %,10.1f s without an acknowledgement", longestStall.toMillis() / 1_000.0);
        line(
                text,
                "  faults              %,10d",
                faults.values().stream().mapToInt(Integer::intValue).sum());
        faults.forEach((kind, count) -> line(text, "    %,5d  %s", count, kind.text));
        line(text, "  anomalies           %,10d", v.anomalies().size());
        v.anomalies().forEach(anomaly -> line(text, "    %s", anomaly));
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    static String minutes(Duration span) {
        return String.format(Locale.ROOT, "%d:%02d min", span.toMinutes(), span.toSecondsPart());
    }
}
