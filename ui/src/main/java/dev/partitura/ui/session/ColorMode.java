package dev.partitura.ui.session;

/// What colours say, in the graph and in every view at once.
public enum ColorMode {
  DEVICE,
  KIND,
  MICRO_BATCH
}
