/*
 * The yardstick of `bench/search.ts`: a plain loop with AVX2 and FMA, one thread. Prints the median and the
 * least milliseconds of a search for the best 6 of N rows of 384 numbers.
 */
#include <immintrin.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { DIMENSIONS = 384, LIMIT = 6 };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static int compare(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static float dot(const float *row, const float *query) {
  __m256 a = _mm256_setzero_ps(), b = a, c = a, d = a;
  for (int i = 0; i < DIMENSIONS; i += 32) {
    a = _mm256_fmadd_ps(_mm256_load_ps(row + i), _mm256_load_ps(query + i), a);
    b = _mm256_fmadd_ps(_mm256_load_ps(row + i + 8), _mm256_load_ps(query + i + 8), b);
    c = _mm256_fmadd_ps(_mm256_load_ps(row + i + 16), _mm256_load_ps(query + i + 16), c);
    d = _mm256_fmadd_ps(_mm256_load_ps(row + i + 24), _mm256_load_ps(query + i + 24), d);
  }
  float sums[8];
  _mm256_storeu_ps(sums, _mm256_add_ps(_mm256_add_ps(a, b), _mm256_add_ps(c, d)));
  return sums[0] + sums[1] + sums[2] + sums[3] + sums[4] + sums[5] + sums[6] + sums[7];
}

int main(int count, char **words) {
  int rows = atoi(words[1]), rounds = atoi(words[2]);
  float *all = aligned_alloc(64, (size_t)rows * DIMENSIONS * sizeof(float));
  float *query = aligned_alloc(64, DIMENSIONS * sizeof(float));
  double *times = malloc(rounds * sizeof(double));
  double checksum = 0;
  for (size_t i = 0; i < (size_t)rows * DIMENSIONS; i++) all[i] = (float)rand() / RAND_MAX - 0.5f;
  for (int round = 0; round < rounds; round++) {
    for (int i = 0; i < DIMENSIONS; i++) query[i] = (float)rand() / RAND_MAX - 0.5f;
    double started = now();
    float top[LIMIT];
    for (int i = 0; i < LIMIT; i++) top[i] = -1e9f;
    for (int row = 0; row < rows; row++) {
      float score = dot(all + (size_t)row * DIMENSIONS, query);
      if (score <= top[LIMIT - 1]) continue;
      int place = LIMIT - 1;
      for (; place > 0 && top[place - 1] < score; place--) top[place] = top[place - 1];
      top[place] = score;
    }
    times[round] = now() - started;
    checksum += top[0];
  }
  qsort(times, rounds, sizeof(double), compare);
  printf("%.4f %.4f %g\n", times[rounds / 2], times[0], checksum);
  return count > 3;
}
