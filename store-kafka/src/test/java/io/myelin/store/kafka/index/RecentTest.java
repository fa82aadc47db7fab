package io.myelin.store.kafka.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RecentTest {

    private static final Digest ORDER = new Digest(1, 1);

    private final Recent recent = new Recent(2);

    @Test
    void what_was_added_is_known_until_the_disk_holds_it() {
        recent.add(new WrittenEvent(ORDER, 4, new Digest(0, 4)));
        recent.turn(10);

        recent.persisted(9);
        assertThat(recent.containsIdentifier(new Digest(0, 4))).isTrue();
        assertThat(recent.lastSequenceNumber(ORDER)).isEqualTo(4);

        recent.persisted(10);
        assertThat(recent.containsIdentifier(new Digest(0, 4))).isFalse();
        assertThat(recent.lastSequenceNumber(ORDER)).isEqualTo(DigestTable.ABSENT);
    }

    @Test
    void the_younger_generation_knows_an_aggregate_better() {
        recent.add(new WrittenEvent(ORDER, 4, new Digest(0, 4)));
        recent.turn(10);
        recent.add(new WrittenEvent(ORDER, 5, new Digest(0, 5)));

        assertThat(recent.lastSequenceNumber(ORDER)).isEqualTo(5);

        recent.persisted(10);
        assertThat(recent.lastSequenceNumber(ORDER)).isEqualTo(5);
        assertThat(recent.containsIdentifier(new Digest(0, 5))).isTrue();
    }

    @Test
    void a_full_generation_turns_only_when_the_one_before_is_on_disk() {
        recent.add(new WrittenEvent(ORDER, 1, new Digest(0, 1)));
        assertThat(recent.canTurn()).isFalse();
        recent.add(new WrittenEvent(ORDER, 2, new Digest(0, 2)));
        assertThat(recent.canTurn()).isTrue();

        recent.turn(5);
        recent.add(new WrittenEvent(ORDER, 3, new Digest(0, 3)));
        recent.add(new WrittenEvent(ORDER, 4, new Digest(0, 4)));
        assertThat(recent.canTurn()).isFalse();

        recent.persisted(5);
        assertThat(recent.canTurn()).isTrue();
    }
}
