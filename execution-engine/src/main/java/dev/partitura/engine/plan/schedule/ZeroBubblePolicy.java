package dev.partitura.engine.plan.schedule;

import java.util.random.RandomGenerator;

/// What a device prefers while it fills a pipeline: see [ZeroBubbleFill].
///
/// @param limit pieces of chunks that a device may hold until their gradients of weights are done
/// @param open of them those whose gradient of inputs is not done either
/// @param enteringFirst of these in the first chunk, on the first device
/// @param enteringLast on the last one; between them by their distance
/// @param patienceFirst share of a gradient of weights that the first device rather waits than
///   begins one while something else is about to come
/// @param patienceLast the same on the last one
/// @param forwardFirst whether a forward of a later chunk goes before a backward
/// @param byTurns whether a forward goes before a backward after each backward
record ZeroBubblePolicy(
    int limit,
    int open,
    double enteringFirst,
    double enteringLast,
    double patienceFirst,
    double patienceLast,
    boolean forwardFirst,
    boolean byTurns) {
  /// Share of a gradient of weights that a device rather waits.
  double patience(int device, int devices) {
    return patienceFirst + share(device, devices) * (patienceLast - patienceFirst);
  }

  private static double share(int device, int devices) {
    return devices == 1 ? 0 : (double) device / (devices - 1);
  }

  /// Most of the first chunk that a device holds, so that what is under way can always go on.
  int entering(int device, int devices, int chunks) {
    double between = share(device, devices) * (enteringLast - enteringFirst);
    long most = Math.round(enteringFirst + between);
    return Math.clamp(most, 1, chunks == 1 ? open : Math.max(1, open - chunks + 1));
  }

  /// Another one near it.
  ZeroBubblePolicy near(RandomGenerator random) {
    double most = enteringFirst / 4;
    return new ZeroBubblePolicy(
        limit,
        open,
        Math.max(1, enteringFirst + most * change(random)),
        Math.max(1, enteringLast + most * change(random)),
        Math.max(0, patienceFirst + change(random)),
        Math.max(0, patienceLast + change(random)),
        forwardFirst,
        byTurns);
  }

  /// Nothing half of the time, else seldom much.
  private static double change(RandomGenerator random) {
    double size = random.nextDouble(-1, 1);
    return random.nextBoolean() ? 0 : size * size * size;
  }
}
