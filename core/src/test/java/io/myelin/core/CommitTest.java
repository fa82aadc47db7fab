package io.myelin.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CommitTest {

    @Test
    void its_text_is_read_back() {
        assertThat(Commit.parse(new Commit(12, 14).toString())).isEqualTo(new Commit(12, 14));
        assertThatThrownBy(() -> Commit.parse("12")).hasMessageContaining("Commit.toString()");
        assertThatThrownBy(() -> Commit.parse("14-12")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Commit(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_result_tells_what_its_unit_of_work_and_those_within_it_have_appended() {
        UnitOfWork<?> outer = DefaultUnitOfWork.startAndGet(null);
        outer.execute(() -> {
            Commit.note(7, 8);
            DefaultUnitOfWork.startAndGet(null).execute(() -> Commit.note(3, 3));
        });

        assertThat(Commit.of(resultOf(outer))).contains(new Commit(3, 8));
    }

    @Test
    void a_result_of_a_command_that_appended_nothing_has_no_commit_and_one_that_does_not_tell_is_refused() {
        UnitOfWork<?> idle = DefaultUnitOfWork.startAndGet(null);
        idle.commit();

        assertThat(Commit.of(resultOf(idle))).isEmpty();
        assertThatThrownBy(() -> Commit.of(GenericCommandResultMessage.asCommandResultMessage("ok")))
                .hasMessageContaining("outermost command");
    }

    @Test
    void outside_of_a_unit_of_work_nobody_asks() {
        Commit.note(0, 1);
    }

    private static GenericCommandResultMessage<?> resultOf(UnitOfWork<?> ended) {
        return new GenericCommandResultMessage<>("ok", Commit.asMetaData(ended));
    }
}
