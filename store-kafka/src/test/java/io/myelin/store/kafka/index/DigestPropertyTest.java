package io.myelin.store.kafka.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class DigestPropertyTest {

    @Property(tries = 300)
    void a_canonical_uuid_stands_for_itself(@ForAll long high, @ForAll long low) {
        UUID uuid = new UUID(high & ~0x8000L, low);

        assertThat(Digest.of(uuid.toString()))
                .isEqualTo(new Digest(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits()));
    }

    @Property(tries = 300)
    void every_other_text_is_hashed_and_marked_so_that_no_uuid_meets_it(@ForAll @StringLength(max = 60) String text) {
        assertThat(Digest.of(text + "!").high() & 0xF000L).isEqualTo(0xF000L);
    }

    @Property(tries = 300)
    void only_what_toString_writes_is_read_as_a_uuid(
            @ForAll long high, @ForAll long low, @ForAll char replacement, @ForAll @Size(1) byte[] where) {
        String canonical = new UUID(high, low).toString();
        int at = Math.floorMod(where[0], canonical.length());
        String text = canonical.substring(0, at) + replacement + canonical.substring(at + 1);

        Digest read = CanonicalUuid.read(text);

        if (read != null) {
            assertThat(new UUID(read.high(), read.low())).hasToString(text);
        }
    }

    @Example
    void upper_case_is_another_identifier() {
        String lower = "c0ffee00-0000-4000-8000-00000000000a";

        assertThat(Digest.of(lower.toUpperCase(Locale.ROOT))).isNotEqualTo(Digest.of(lower));
    }

    @Example
    void a_uuid_of_version_15_is_hashed_too() {
        UUID uuid = new UUID(0xF000L, 1);

        assertThat(Digest.of(uuid.toString())).isNotEqualTo(new Digest(0xF000L, 1));
    }
}
