package io.myelin.core.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.serialization.Revision;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SnapshotTypeTest {

    @SuppressWarnings("unused")
    static final class Plain {
        private static int count;
        private final transient String cached = "";
        private String name = "";
    }

    /** The same fields as {@link Plain}'s, and a method. */
    @AggregateRoot(type = "Plain")
    static final class SameShape {
        private String name = "";

        String name() {
            return name;
        }
    }

    @Revision("7")
    @SuppressWarnings("unused")
    static final class Revised {
        private String name = "";
    }

    @SuppressWarnings("unused")
    static final class OneMore {
        private String name = "";
        private int number;
    }

    record PartA(String a) {}

    record PartB(List<PartA> parts) {}

    @SuppressWarnings("unused")
    static final class WithParts {
        private final List<PartB> parts = List.of();
    }

    @Test
    void the_name_is_that_of_the_aggregate_type() {
        assertThat(SnapshotType.of(Plain.class).getName()).isEqualTo("snapshot:Plain");
        assertThat(SnapshotType.of(SameShape.class).getName()).isEqualTo("snapshot:Plain");
    }

    @Test
    void a_field_more_is_another_revision() {
        assertThat(revision(OneMore.class)).isNotEqualTo(revision(Plain.class));
    }

    @Test
    void a_declared_revision_goes_before_the_checksum() {
        assertThat(revision(Revised.class)).matches("7-[0-9a-f]{8}");
    }

    @Test
    void the_same_class_has_the_same_revision_each_time() {
        assertThat(revision(WithParts.class)).matches("[0-9a-f]{8}").isEqualTo(revision(WithParts.class));
    }

    private static String revision(Class<?> aggregate) {
        return SnapshotType.of(aggregate).getRevision();
    }
}
