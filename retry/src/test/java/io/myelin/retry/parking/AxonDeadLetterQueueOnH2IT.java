package io.myelin.retry.parking;

import io.myelin.testkit.TestDatabase;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AxonDeadLetterQueueOnH2IT extends AxonDeadLetterQueueContract {

    AxonDeadLetterQueueOnH2IT() {
        super(TestDatabase.h2());
    }
}
