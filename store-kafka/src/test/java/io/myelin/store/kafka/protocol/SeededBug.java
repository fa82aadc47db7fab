package io.myelin.store.kafka.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One broken rule each, as the protocol's document lists them; {@link #NONE} breaks none. */
enum SeededBug {
    NONE,

    STAMP_NOT_COMPARED {
        @Override
        GroupReader reader(long start) {
            return new GroupReader(start) {
                @Override
                boolean sitsWhereExpected(LogRecord.Event event) {
                    return true;
                }
            };
        }
    },

    ACKNOWLEDGED_OFFSET_NOT_COMPARED {
        @Override
        LogWriter writer(Parts p) {
            return new LogWriter(p.replica, p.groupIds, p.groupBytesMax, p.answers) {
                @Override
                boolean landedAsExpected(Group group, long[] offsets) {
                    for (long offset : offsets) {
                        if (offset == NOT_ACKNOWLEDGED) {
                            return false;
                        }
                    }
                    return true;
                }
            };
        }
    },

    VALID_BY_COMMIT_INSTEAD_OF_GROUP {
        @Override
        GroupReader reader(long start) {
            return new GroupReader(start) {
                @Override
                int indexInGroup(Stamp stamp) {
                    return stamp.commitIndex();
                }

                @Override
                int groupLength(Stamp stamp) {
                    return stamp.commitLength();
                }

                @Override
                boolean sameGroup(Stamp first, Stamp other) {
                    return super.sameGroup(first, other) && first.commitId().equals(other.commitId());
                }
            };
        }
    },

    NO_LOOK_AHEAD_AT_THE_END {
        @Override
        GroupReader reader(long start) {
            return new GroupReader(start) {
                @Override
                boolean opensGroup(LogRecord.Event event) {
                    return sitsWhereExpected(event);
                }

                @Override
                boolean isWhole(List<LogRecord.Event> records) {
                    return true;
                }
            };
        }
    },

    NO_GOING_BACK_TO_THE_BASE {
        @Override
        LogFollower follower(ReadableLog log, long from) {
            return new LogFollower(log, from) {
                @Override
                GroupReader startAt(LogRecord first) {
                    return new GroupReader(first.offset());
                }
            };
        }
    },

    CHECK_AGAINST_A_STALE_STATE {
        @Override
        LogWriter writer(Parts p) {
            return new LogWriter(p.replica, p.groupIds, p.groupBytesMax, p.answers) {
                @Override
                long base() {
                    return p.log.highWatermark();
                }
            };
        }
    },

    NO_NEW_CHECK_BEFORE_A_SECOND_ATTEMPT {
        @Override
        LogWriter writer(Parts p) {
            return new LogWriter(p.replica, p.groupIds, p.groupBytesMax, p.answers) {
                private final Set<UUID> checked = new HashSet<>();

                @Override
                Optional<AppendResult> check(Check check, Commit commit) {
                    return checked.add(commit.id()) ? super.check(check, commit) : Optional.empty();
                }
            };
        }
    },

    OWN_COMMIT_NOT_LOOKED_UP {
        @Override
        LogWriter writer(Parts p) {
            return new LogWriter(p.replica, p.groupIds, p.groupBytesMax, p.answers) {
                private boolean landed;

                @Override
                boolean landedAsExpected(Group group, long[] offsets) {
                    landed = super.landedAsExpected(group, offsets);
                    return landed;
                }

                @Override
                Optional<Long> foundAt(Commit commit) {
                    return landed ? super.foundAt(commit) : Optional.empty();
                }
            };
        }
    },

    GROUP_ID_USED_AGAIN_AFTER_RESTART,

    NO_FENCE {
        @Override
        LogWriter writer(Parts p) {
            return new LogWriter(p.replica, p.groupIds, p.groupBytesMax, p.answers) {
                @Override
                void doubt() {
                    settle(requireUnderWay());
                }
            };
        }
    },

    FENCE_NOT_AWAITED {
        @Override
        LogWriter writer(Parts p) {
            return new LogWriter(p.replica, p.groupIds, p.groupBytesMax, p.answers) {
                @Override
                public void fenced(long offset) {
                    settle(requireUnderWay());
                }
            };
        }
    },

    COMMIT_FOUND_AFTER_A_FENCE_SENT_AGAIN {
        @Override
        LogWriter writer(Parts p) {
            return new LogWriter(p.replica, p.groupIds, p.groupBytesMax, p.answers) {
                private final Set<UUID> sentAgain = new HashSet<>();
                private boolean fenced;

                @Override
                public void fenced(long offset) {
                    fenced = true;
                    super.fenced(offset);
                }

                @Override
                void settle(Group group) {
                    super.settle(group);
                    fenced = false;
                }

                @Override
                Optional<Long> foundAt(Commit commit) {
                    if (fenced) {
                        sentAgain.add(commit.id());
                        return Optional.empty();
                    }
                    return super.foundAt(commit);
                }

                @Override
                Optional<AppendResult> check(Check check, Commit commit) {
                    return sentAgain.contains(commit.id()) ? Optional.empty() : super.check(check, commit);
                }
            };
        }
    },

    REFUSED_BECAUSE_OF_AN_UNDECIDED_COMMIT {
        @Override
        LogWriter writer(Parts p) {
            return new LogWriter(p.replica, p.groupIds, p.groupBytesMax, p.answers) {
                @Override
                Optional<AppendResult> check(Check check, Commit commit) {
                    return super.check(check, commit).or(() -> check.againstGroup(commit));
                }
            };
        }
    },

    TWO_GROUPS_IN_FLIGHT {
        @Override
        LogWriter writer(Parts p) {
            return new TwoInFlight(p);
        }
    };

    record Parts(
            LogReplica replica,
            Supplier<UUID> groupIds,
            int groupBytesMax,
            BiConsumer<UUID, AppendResult> answers,
            SimulatedLog log) {}

    GroupReader reader(long start) {
        return new GroupReader(start);
    }

    LogFollower follower(ReadableLog log, long from) {
        SeededBug bug = this;
        return new LogFollower(log, from) {
            @Override
            GroupReader startAt(LogRecord first) {
                return bug.reader(bug.reader(first.offset()).startFor(first));
            }
        };
    }

    LogWriter writer(Parts parts) {
        return new LogWriter(parts.replica, parts.groupIds, parts.groupBytesMax, parts.answers);
    }

    /** Sends a second group behind one whose fate is open, as if that had landed, and trusts its acknowledgement. */
    private static final class TwoInFlight extends LogWriter {

        private final Parts parts;
        private final Map<UUID, Group> second = new HashMap<>();
        private @Nullable Group first;

        TwoInFlight(Parts parts) {
            super(parts.replica, parts.groupIds, parts.groupBytesMax, parts.answers);
            this.parts = parts;
        }

        @Override
        public Step next() {
            Step step = super.next();
            if (step instanceof Step.Send send) {
                first = send.group();
                return step;
            }
            return step instanceof Step.Rest && first != null && second.isEmpty() ? sendBehind(first) : step;
        }

        private Step sendBehind(Group ahead) {
            Check check = new Check(replica.state());
            ahead.commits().forEach(check::add);
            List<Commit> chosen = new ArrayList<>();
            for (Commit commit : chooseCommits()) {
                if (check.againstGroup(commit).isPresent()) {
                    submit(commit);
                } else {
                    chosen.add(commit);
                }
            }
            if (chosen.isEmpty()) {
                return new Step.Rest();
            }
            long base = ahead.base() + ahead.records().size();
            Group group = Group.of(parts.groupIds.get(), base, chosen);
            second.put(group.id(), group);
            return new Step.Send(group);
        }

        @Override
        public void sent(Group group, long[] offsets) {
            if (second.remove(group.id()) == null) {
                first = null;
                super.sent(group, offsets);
            } else if (landedAsExpected(group, offsets)) {
                for (Commit commit : group.commits()) {
                    parts.answers.accept(commit.id(), new AppendResult.Committed(group.base()));
                }
            } else {
                group.commits().forEach(this::submit);
            }
        }
    }
}
