package io.myelin.core.account;

import io.myelin.core.Aggregate;
import io.myelin.core.BusinessRejection;
import io.myelin.core.account.AccountCommand.OpenAccount;
import io.myelin.core.account.AccountCommand.PayIn;
import io.myelin.core.account.AccountCommand.Withdraw;
import io.myelin.core.account.AccountEvent.AccountOpened;
import io.myelin.core.account.AccountEvent.MoneyPaidIn;
import io.myelin.core.account.AccountEvent.MoneyWithdrawn;
import java.math.BigDecimal;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;

/** An account with a balance that never gets below zero. */
public final class Account extends Aggregate {

    private BigDecimal balance = BigDecimal.ZERO;

    Account() {}

    /** Creates an account as events would have left it. */
    public Account(String account, BigDecimal balance) {
        identifiedBy(account);
        this.balance = balance;
    }

    @CommandHandler
    Account(OpenAccount command) {
        apply(new AccountOpened(command.account(), command.owner()));
    }

    @CommandHandler
    BigDecimal handle(PayIn command) {
        apply(new MoneyPaidIn(id(), command.amount()));
        return balance;
    }

    @CommandHandler
    BigDecimal handle(Withdraw command) {
        if (balance.compareTo(command.amount()) < 0) {
            throw new BusinessRejection(
                    "insufficient-funds", "Account " + id() + " holds " + balance + ", less than " + command.amount());
        }
        apply(new MoneyWithdrawn(id(), command.amount()));
        return balance;
    }

    @EventSourcingHandler
    void on(AccountOpened event) {
        identifiedBy(event.account());
    }

    @EventSourcingHandler
    void on(MoneyPaidIn event) {
        balance = balance.add(event.amount());
    }

    @EventSourcingHandler
    void on(MoneyWithdrawn event) {
        balance = balance.subtract(event.amount());
    }
}
