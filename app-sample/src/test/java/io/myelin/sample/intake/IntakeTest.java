package io.myelin.sample.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.core.BusinessRejection;
import io.myelin.sample.order.PlaceOrder;
import io.myelin.sample.order.ShipOrder;
import io.myelin.sample.readmodel.ShopContents;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@DisplayNameGeneration(ReplaceUnderscores.class)
class IntakeTest {

    private static final OrderFile FILE = OrderFileReader.readSuperstore();
    private static final IntakePlan ALL = IntakePlan.of(FILE, ShopContents.NOTHING);

    private final List<Object> sent = new ArrayList<>();
    private final Deque<Runnable> unanswered = new ArrayDeque<>();
    private final Set<String> placed = new HashSet<>();
    private int unansweredMax;
    private int sentAtLastLook = -1;

    @Test
    void every_command_is_sent_once_and_an_order_is_shipped_only_when_it_is_placed() throws InterruptedException {
        IntakeResult result = new Intake(this::sendLazily, answeringWatch()).run(ALL);

        assertThat(result).isEqualTo(new IntakeResult(ALL.commands(), List.of(), false));
        assertThat(sent).hasSize(ALL.commands()).doesNotHaveDuplicates();
        assertThat(unansweredMax).isEqualTo(256);
        int lastRegistration = sent.lastIndexOf(FILE.customers().get(792));
        assertThat(lastRegistration).isLessThan(firstOf(PlaceOrder.class));
    }

    @Test
    void a_shipment_is_not_sent_when_its_order_was_refused() throws InterruptedException {
        FileOrder refused = FILE.orders().get(7);
        BusinessRejection rejection = new BusinessRejection("order-differs", "It differs.");
        IntakeResult result = new Intake(
                        command -> {
                            sent.add(command);
                            return command.equals(refused.placeOrder())
                                    ? CompletableFuture.failedFuture(new RuntimeException(rejection))
                                    : CompletableFuture.completedFuture(command);
                        },
                        watch(false))
                .run(ALL);

        assertThat(result.refusals()).containsExactly("It differs.");
        assertThat(result.answered()).isEqualTo(ALL.commands());
        assertThat(sent).hasSize(ALL.commands() - 1).doesNotContain(refused.shipOrder());
    }

    @Test
    void a_command_that_gets_no_answer_ends_the_intake() {
        Intake intake = new Intake(
                command -> {
                    sent.add(command);
                    return sent.size() == 100
                            ? CompletableFuture.failedFuture(new IllegalStateException("The disk is full."))
                            : CompletableFuture.completedFuture(command);
                },
                watch(false));

        assertThatThrownBy(() -> intake.run(ALL))
                .isInstanceOf(IntakeException.class)
                .hasMessage("RegisterCustomer was not answered: The disk is full.");
        assertThat(sent).hasSize(100);
    }

    @Test
    void asked_to_stop_it_sends_nothing_more() throws InterruptedException {
        IntakeResult result = new Intake(this::sendLazily, watch(true)).run(ALL);

        assertThat(result.stopped()).isTrue();
        assertThat(sent).isEmpty();
    }

    /** Answers nothing at once: what is in flight is answered when the intake looks around. */
    private CompletableFuture<?> sendLazily(Object command) {
        sent.add(command);
        CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();
        unanswered.add(() -> {
            if (command instanceof PlaceOrder place) {
                placed.add(place.orderId());
            }
            answer.complete(null);
        });
        if (command instanceof ShipOrder ship) {
            assertThat(placed).contains(ship.orderId());
        }
        unansweredMax = Math.max(unansweredMax, unanswered.size());
        return answer;
    }

    private IntakeWatch answeringWatch() {
        return new IntakeWatch() {
            @Override
            public void answered(int commands) {
                boolean isWaiting = sent.size() == sentAtLastLook;
                if (isWaiting || unanswered.size() == 256) {
                    while (!unanswered.isEmpty()) {
                        unanswered.remove().run();
                    }
                }
                sentAtLastLook = sent.size();
            }

            @Override
            public boolean stopRequested() {
                return false;
            }
        };
    }

    private static IntakeWatch watch(boolean stopRequested) {
        return new IntakeWatch() {
            @Override
            public void answered(int commands) {}

            @Override
            public boolean stopRequested() {
                return stopRequested;
            }
        };
    }

    private int firstOf(Class<?> type) {
        for (int i = 0; i < sent.size(); i++) {
            if (type.isInstance(sent.get(i))) {
                return i;
            }
        }
        throw new AssertionError("no " + type.getSimpleName());
    }
}
