package io.myelin.retry.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

class SequenceIdPropertyTest {

    @Property
    void every_text_has_a_name_that_fits_and_that_names_itself(@ForAll @StringLength(max = 600) String text) {
        SequenceId id = SequenceId.of(text);

        assertThat(id.value())
                .hasSizeLessThanOrEqualTo(SequenceId.VALUE_CHARS_MAX)
                .doesNotContain("\0");
        assertThat(SequenceId.of(id.value())).isEqualTo(id);
    }

    @Property
    void different_texts_have_different_names(
            @ForAll @StringLength(max = 600) String one, @ForAll @StringLength(max = 600) String other) {
        assertThat(SequenceId.of(one).equals(SequenceId.of(other))).isEqualTo(one.equals(other));
    }

    @Example
    void names_are_the_same_in_every_process() {
        UUID uuid = UUID.fromString("6f1b2c3d-0000-4000-8000-000000000001");

        assertThat(SequenceId.of(uuid).value()).isEqualTo("6f1b2c3d-0000-4000-8000-000000000001");
        assertThat(SequenceId.of(DayOfWeek.MONDAY).value()).isEqualTo("MONDAY");
        assertThat(SequenceId.of(42L).value()).isEqualTo("42");
        assertThat(SequenceId.of("x".repeat(256)).value())
                .isEqualTo("sha256:85e62acd750c4eb56b7b6a1d66dca5bfaac5f062608a1a893410d0288936c09a");
    }

    @Example
    void an_object_without_a_text_of_its_own_is_refused() {
        assertThatThrownBy(() -> SequenceId.of(new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object, which has no toString() of its own")
                .hasMessageContaining("Answer with a String");
        assertThatThrownBy(() -> SequenceId.of(new int[] {1})).isInstanceOf(IllegalArgumentException.class);
    }
}
