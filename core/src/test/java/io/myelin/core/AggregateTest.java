package io.myelin.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.core.account.Account;
import io.myelin.core.account.AccountCommand.OpenAccount;
import io.myelin.core.account.AccountCommand.PayIn;
import io.myelin.core.account.AccountCommand.Withdraw;
import io.myelin.core.account.AccountEvent.AccountOpened;
import io.myelin.core.account.AccountEvent.MoneyPaidIn;
import io.myelin.core.account.AccountEvent.MoneyWithdrawn;
import java.math.BigDecimal;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AggregateTest {

    private static final AccountOpened OPENED = new AccountOpened("a-1", "Ada");
    private static final BigDecimal TEN = new BigDecimal("10.00");

    private final AggregateTestFixture<Account> fixture = new AggregateTestFixture<>(Account.class);

    @Test
    void a_creation_command_applies_the_first_event() {
        fixture.givenNoPriorActivity()
                .when(new OpenAccount("a-1", "Ada"))
                .expectEvents(OPENED)
                .expectState(account -> assertThat(account.id()).isEqualTo("a-1"));
    }

    @Test
    void a_command_decides_on_the_state_that_the_events_left() {
        fixture.given(OPENED, new MoneyPaidIn("a-1", TEN))
                .when(new Withdraw("a-1", TEN))
                .expectEvents(new MoneyWithdrawn("a-1", TEN));
    }

    @Test
    void a_rejected_command_applies_nothing() {
        fixture.given(OPENED).when(new Withdraw("a-1", TEN)).expectNoEvents().expectException(BusinessRejection.class);
    }

    @Test
    void a_blank_identifier_is_refused_with_the_mend() {
        assertThatThrownBy(() -> new Thing().identifiedBy(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The identifier of Thing is blank (' '). Its events would belong to no aggregate"
                        + " and could never be loaded again."
                        + " Send the command with an identifier, for example UUID.randomUUID().toString().");
        assertThatThrownBy(() -> new Thing().identifiedBy(null)).hasMessageContaining("of Thing is null.");
    }

    @Test
    void an_identifier_never_changes() {
        Thing thing = new Thing();
        thing.identifiedBy("t-1");

        thing.identifiedBy("t-1");

        assertThatThrownBy(() -> thing.identifiedBy("t-2"))
                .hasMessageContaining("Thing 't-1' was given a second identifier, 't-2'");
    }

    @Test
    void an_aggregate_without_events_has_no_identifier() {
        assertThatThrownBy(() -> new Thing().id()).hasMessageContaining("Thing has no identifier yet.");
    }

    @Test
    void a_handler_can_use_the_state_after_its_own_event() {
        fixture.given(OPENED).when(new PayIn("a-1", TEN)).expectResultMessagePayload(TEN);
    }

    private static final class Thing extends Aggregate {}
}
