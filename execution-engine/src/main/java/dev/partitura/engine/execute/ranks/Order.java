package dev.partitura.engine.execute.ranks;

/// What the leader tells a rank to do, and what a rank says. The ordinal goes over the control
/// channel; both ends are of one version, which is checked first.
enum Order {
  /// Lay out and load a job.
  PREPARE,
  /// The same job where replicas exchange nothing.
  APART,
  /// Run so many iterations.
  EXECUTE,
  /// Take over the inputs.
  FILL,
  /// Set what stays from one iteration to the next.
  KEEP,
  /// Tell what stays.
  KEPT,
  /// Tell the outputs.
  OUTPUTS,
  /// Measure the network.
  PROBE,
  /// Free a job.
  CLOSE,
  /// End the process.
  END,
  /// Stop whatever runs: what was under way is lost.
  STOP,
  /// From a rank: who it is.
  HELLO,
  /// From a rank: it is alive and has done so many tasks.
  ALIVE,
  /// From a rank: an order was done.
  DONE,
  /// From a rank: an order was refused or failed, with a sentence.
  REFUSED,
  /// From a rank: a line for the person.
  LINE
}
