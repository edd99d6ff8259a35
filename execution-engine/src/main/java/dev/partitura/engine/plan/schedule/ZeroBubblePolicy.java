package dev.partitura.engine.plan.schedule;

/// What a device prefers while it fills a pipeline: see [ZeroBubbleFill].
///
/// @param limit pieces of chunks that a device may hold until their gradients of weights are done
/// @param open of them those whose gradient of inputs is not done either
/// @param enteringFirst of these in the first chunk, on the first device
/// @param enteringLast on the last one; between them by their distance
/// @param patience share of a gradient of weights that a device rather waits than begins one while
///   something else is about to come
/// @param forwardFirst whether a forward of a later chunk goes before a backward
/// @param byTurns whether a forward goes before a backward after each backward
record ZeroBubblePolicy(
    int limit,
    int open,
    double enteringFirst,
    double enteringLast,
    double patience,
    boolean forwardFirst,
    boolean byTurns) {
  /// Most of the first chunk that a device holds, so that what is under way can always go on.
  int entering(int device, int devices, int chunks) {
    double share = devices == 1 ? 0 : (double) device / (devices - 1);
    long most = Math.round(enteringFirst + share * (enteringLast - enteringFirst));
    return Math.clamp(most, 1, chunks == 1 ? open : Math.max(1, open - chunks + 1));
  }
}
