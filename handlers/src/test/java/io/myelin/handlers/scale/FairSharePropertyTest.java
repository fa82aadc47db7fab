package io.myelin.handlers.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;

class FairSharePropertyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private FairShare share = new FairShare(PATIENCE);
    private Instant now = Instant.EPOCH;

    @BeforeTry
    void begin() {
        share = new FairShare(PATIENCE);
        now = Instant.EPOCH;
    }

    @Property(tries = 300)
    void the_shares_of_all_nodes_are_all_segments_and_differ_by_one_at_most(
            @ForAll @IntRange(min = 1, max = 64) int segments, @ForAll @IntRange(min = 1, max = 64) int nodes) {
        List<String> names = nodes(nodes);
        int[] shares = names.stream()
                .mapToInt(me -> FairShare.quota(segments, names, me))
                .toArray();
        int all = IntStream.of(shares).sum();

        assertThat(all).isEqualTo(Math.max(segments, nodes));
        assertThat(IntStream.of(shares).max().orElseThrow()
                        - IntStream.of(shares).min().orElseThrow())
                .isLessThanOrEqualTo(1);
    }

    @Property(tries = 300)
    void a_node_that_comes_takes_nothing_from_anybody_but_what_becomes_its_own(
            @ForAll @IntRange(min = 1, max = 64) int segments, @ForAll @IntRange(min = 1, max = 20) int nodes) {
        List<String> before = nodes(nodes);
        List<String> after = nodes(nodes + 1);
        int given = before.stream()
                .mapToInt(me -> FairShare.quota(segments, before, me) - FairShare.quota(segments, after, me))
                .peek(less -> assertThat(less).isNotNegative())
                .sum();

        assertThat(given).isLessThanOrEqualTo(FairShare.quota(segments, after, "n" + nodes));
    }

    @Example
    void a_node_that_knows_no_others_yet_may_have_all() {
        assertThat(share.get()).isEqualTo(Integer.MAX_VALUE);
        assertThat(FairShare.quota(4, List.of(), "me")).isGreaterThan(4);
    }

    @Example
    void a_segment_that_nobody_takes_may_be_taken_by_everybody_for_a_while() {
        assertThat(after(0, "n0", "")).isEqualTo(1);
        assertThat(after(19, "n0", "")).isEqualTo(1);
        assertThat(after(1, "n0", "")).isEqualTo(2);
        assertThat(after(30, "n0", "n0")).isEqualTo(2);
        assertThat(after(31, "n0", "n0")).isEqualTo(1);
    }

    private int after(int seconds, String... owners) {
        now = now.plusSeconds(seconds);
        List<SegmentRow> rows = IntStream.range(0, owners.length)
                .mapToObj(n -> new SegmentRow(
                        n, Optional.empty(), Optional.of(owners[n]).filter(owner -> !owner.isEmpty())))
                .toList();
        share.update(rows, nodes(2), "n0", now);
        return share.get();
    }

    private static List<String> nodes(int count) {
        return IntStream.range(0, count).mapToObj(n -> "n" + n).toList();
    }
}
