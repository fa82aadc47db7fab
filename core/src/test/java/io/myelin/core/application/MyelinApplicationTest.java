package io.myelin.core.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.core.account.Account;
import io.myelin.core.account.AccountCommand.OpenAccount;
import io.myelin.core.account.AccountCommand.PayIn;
import io.myelin.core.account.AccountEvent;
import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MyelinApplicationTest {

    @Test
    void a_domain_runs_in_memory_without_any_module() {
        try (MyelinApplication app = MyelinApplication.builder()
                .aggregate(Account.class)
                .events(AccountEvent.class)
                .build()) {
            app.start();
            app.commandGateway().sendAndWait(new OpenAccount("a-1", "Ada"));

            BigDecimal balance = app.commandGateway().sendAndWait(new PayIn("a-1", new BigDecimal("10.50")));

            assertThat(balance).isEqualTo(new BigDecimal("10.50"));
            assertThat(app.eventStore().readEvents("a-1").asStream()).hasSize(2);
        }
    }
}
