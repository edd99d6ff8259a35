package dev.partitura.engine.task.lower;

import dev.partitura.engine.operator.CollectiveKind;
import dev.partitura.engine.plan.collective.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values that the replicas exchange together, in messages that hold a part of each. A message
/// waits for the gates of the replicas at both its ends; what comes behind the exchange in a
/// replica waits for all messages from and to it.
///
/// @param slots of the values, in every replica the same
/// @param eachBytes of the parts into which each value is cut; the last of them may be shorter
/// @param rounds of messages
/// @param gates by replica the nodes that come before
/// @param behind by replica the nodes that come after
/// @param repeated whether every micro-batch does it, or all together once
/// @param mean whether a sum of all replicas is divided by their number
/// @param whole which collective it is, where a library does it whole and there are no messages
record Exchange(
    List<Integer> slots,
    List<Long> eachBytes,
    List<List<Message>> rounds,
    List<List<Integer>> gates,
    List<List<Integer>> behind,
    boolean repeated,
    boolean mean,
    @Nullable CollectiveKind whole) {}
