package dev.partitura.engine.backend.cpu;

/// Arithmetic of two numbers at the same place, for whole blocks; the result replaces the first.
enum BlockPair {
  ADD {
    @Override
    void apply(float[] block, float[] other, int count) {
      for (int i = 0; i < count; i++) {
        block[i] += other[i];
      }
    }
  },
  SUBTRACT {
    @Override
    void apply(float[] block, float[] other, int count) {
      for (int i = 0; i < count; i++) {
        block[i] -= other[i];
      }
    }
  },
  SUBTRACTED {
    @Override
    void apply(float[] block, float[] other, int count) {
      for (int i = 0; i < count; i++) {
        block[i] = other[i] - block[i];
      }
    }
  },
  MULTIPLY {
    @Override
    void apply(float[] block, float[] other, int count) {
      for (int i = 0; i < count; i++) {
        block[i] *= other[i];
      }
    }
  },
  DIVIDE {
    @Override
    void apply(float[] block, float[] other, int count) {
      for (int i = 0; i < count; i++) {
        block[i] /= other[i];
      }
    }
  },
  DIVIDING {
    @Override
    void apply(float[] block, float[] other, int count) {
      for (int i = 0; i < count; i++) {
        block[i] = other[i] / block[i];
      }
    }
  },
  MAXIMUM {
    @Override
    void apply(float[] block, float[] other, int count) {
      for (int i = 0; i < count; i++) {
        block[i] = Math.max(block[i], other[i]);
      }
    }
  },
  MINIMUM {
    @Override
    void apply(float[] block, float[] other, int count) {
      for (int i = 0; i < count; i++) {
        block[i] = Math.min(block[i], other[i]);
      }
    }
  };

  abstract void apply(float[] block, float[] other, int count);
}
