package dev.partitura.engine.operator;

/// What a pass, a planner or a maker of inputs may rely on about an operator. Each trait allows
/// something; an operator without it is treated in the way that is right for all.
public enum Trait {
  /// Hands the elements of its first input on, moved or converted, and calculates nothing.
  MOVES_ELEMENTS,
  /// Gives its first input the sizes that its second holds.
  GIVES_SIZES,
  /// Reads of its inputs the sizes alone, so that its result is known before they are.
  READS_SIZES,
  /// Does much work for each element of its result, so that a chain of ops [#BEHIND_HEAD] can be
  /// done before the result is stored.
  HEAD,
  /// As [#HEAD], but of a [#RECTIFIER] only.
  HEAD_OF_RECTIFIER,
  /// Changes the elements of a result one by one, at next to no cost behind a head.
  BEHIND_HEAD,
  /// Behind a head the last of its chain: it is done in a way that is right for numbers only, and
  /// checked beforehand.
  ENDS_CHAIN,
  /// Is `max(x, 0)`.
  RECTIFIER,
  /// Works element by element on float32, so that several one behind the other can be done block by
  /// block, each number as by the ops one at a time.
  IN_CHAIN,
  /// Its two inputs can change places.
  COMMUTATIVE,
  /// Adds what went around a few ops to what went through them.
  RESIDUAL_SUM,
  /// Joins branches.
  JOINS_BRANCHES,
  /// Makes scores shares of one along an axis, or the logarithms of such.
  SHARES,
  /// Gives each element of its result from those at the same place of its inputs, so that some of
  /// the scores of attention can be done by themselves.
  PLACE_BY_PLACE,
  /// Takes input 1 where input 0 says so, and else input 2.
  CHOOSES,
  /// Is the sum of its two inputs.
  ADDS,
  /// Hands its elements on in another order of their axes.
  PERMUTES,
  /// Of what its window holds the largest is its result.
  TAKES_LARGEST,
  /// Its window is all there is.
  WHOLE_WINDOW,
  /// Makes weights of what is compared, as attention does.
  WEIGHS,
  /// Slides a window over what it is given.
  WINDOW,
  /// Scales and shifts each channel by its inputs 1 to 4: scale, shift, mean and variance.
  SCALES_CHANNELS,
  /// Takes a scale of its output channels into its weights, input 1 with the channels along axis 0,
  /// and a shift into its bias, input 2.
  TAKES_SCALE,
  /// What it reads first is there in float32, whatever the precision of a plan: frameworks compute
  /// losses from scores so, lest the sum of many small exponentials be lost.
  READS_FLOAT32,
  /// Written in one of several parts, it is told which that is, by [SplitRule#PART].
  KNOWS_PART,
  /// Can make its part of the result out of inputs that every part has whole.
  CUTS_RESULT,
  /// Exchanges what shards hold; its inputs and outputs lie on several devices, and all of its
  /// outputs are needed.
  COLLECTIVE,
  /// Updates a parameter, input 0, by its gradient, input 1, element by element, so that pieces of
  /// it can be updated apart.
  UPDATES_ELEMENTS,
  /// Carries weights of its own, as [Drawing#weights] says.
  WEIGHTED,
  /// Is drawn often: the palette shows it before the others of its category.
  COMMON
}
