package io.myelin.core.account;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of an account. */
public sealed interface AccountCommand {

    /** Opens an account that must not exist yet. */
    record OpenAccount(
            @TargetAggregateIdentifier String account,
            @NotBlank String owner) implements AccountCommand {}

    /** Pays money in. */
    record PayIn(
            @TargetAggregateIdentifier String account,
            @Positive BigDecimal amount) implements AccountCommand {}

    /** Withdraws money that must be there. */
    record Withdraw(
            @TargetAggregateIdentifier String account,
            @Positive BigDecimal amount) implements AccountCommand {}
}
