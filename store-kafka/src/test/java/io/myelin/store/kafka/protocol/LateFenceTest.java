package io.myelin.store.kafka.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** A fence is acknowledged after what others wrote has decided the group that it was sent for. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LateFenceTest {

    private final InMemoryLogState state = new InMemoryLogState();
    private final LogReplica replica = new LogReplica(state, record -> {});
    private final List<UUID> committed = new ArrayList<>();
    private final LogWriter writer =
            new LogWriter(replica, UUID::randomUUID, 1_000, (commitId, result) -> committed.add(commitId));

    @Test
    void it_does_not_disturb_a_writer_at_rest() {
        inDoubt("one");
        othersTakeTheNextPlace();
        land(((Step.Send) writer.next()).group());

        writer.fenced(7);

        assertThat(writer.next()).isInstanceOf(Step.Rest.class);
        assertThat(writer.isIdle()).isTrue();
    }

    @Test
    void it_does_not_decide_the_next_group() {
        inDoubt("one");
        othersTakeTheNextPlace();
        Step.Send again = (Step.Send) writer.next();

        writer.fenced(7);

        assertThat(writer.next()).isInstanceOf(Step.Rest.class);
        land(again.group());
        assertThat(committed).containsExactly(commit("one").id());
    }

    private void inDoubt(String name) {
        writer.submit(commit(name));
        Group group = ((Step.Send) writer.next()).group();
        writer.sent(group, new long[] {LogWriter.NOT_ACKNOWLEDGED});
        assertThat(writer.next()).isInstanceOf(Step.Fence.class);
    }

    private void othersTakeTheNextPlace() {
        replica.feed(List.of(new LogRecord.Foreign(replica.end())));
    }

    private void land(Group group) {
        writer.sent(group, new long[] {group.base()});
    }

    private static Commit commit(String name) {
        LoggedEvent event = new LoggedEvent(name, "Type", name, 0, 0, 0, "happened", null, new byte[0], new byte[0]);
        return new Commit(
                UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                List.of(new NewEvent(event, Map.of())),
                1);
    }
}
