package io.myelin.core.account;

import io.myelin.core.EventName;
import java.math.BigDecimal;

/** What can have happened to an account. */
public sealed interface AccountEvent {

    /** The first event of every account. */
    @EventName("account-opened")
    record AccountOpened(String account, String owner) implements AccountEvent {}

    /** Money came in. */
    @EventName("money-paid-in")
    record MoneyPaidIn(String account, BigDecimal amount) implements AccountEvent {}

    /** Money went out. */
    @EventName("money-withdrawn")
    record MoneyWithdrawn(String account, BigDecimal amount) implements AccountEvent {}
}
