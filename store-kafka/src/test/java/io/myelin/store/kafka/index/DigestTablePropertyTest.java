package io.myelin.store.kafka.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DigestTablePropertyTest {

    @Property(tries = 300)
    void it_holds_what_a_map_would_hold(@ForAll("digests") List<Digest> digests) {
        DigestTable table = new DigestTable();
        Map<Digest, Long> expected = new HashMap<>();
        for (int i = 0; i < digests.size(); i++) {
            table.put(digests.get(i), i);
            expected.put(digests.get(i), (long) i);
        }

        assertThat(table.size()).isEqualTo(expected.size());
        expected.forEach((digest, value) -> assertThat(table.get(digest)).isEqualTo(value));
        assertThat(table.get(new Digest(77, 77))).isEqualTo(DigestTable.ABSENT);

        table.clear();
        assertThat(table.size()).isZero();
        expected.forEach((digest, value) -> assertThat(table.get(digest)).isEqualTo(DigestTable.ABSENT));
    }

    @Example
    void it_grows_without_losing_anything() {
        DigestTable table = new DigestTable();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            table.put(new Digest(random.nextLong(), random.nextLong()), i);
        }

        assertThat(table.size()).isEqualTo(100_000);
        SplittableRandom again = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            assertThat(table.get(new Digest(again.nextLong(), again.nextLong())))
                    .isEqualTo(i);
        }
    }

    /** Few values for each half, so that slots collide and zeros occur. */
    @Provide
    Arbitrary<List<Digest>> digests() {
        Arbitrary<Long> half = Arbitraries.longs().between(-3, 3);
        return Combinators.combine(half, half).as(Digest::new).list().ofMaxSize(60);
    }
}
