// A cart expires after two hours because stock is reserved while it is open.
const CART_LIFETIME_MINUTES = 120;

/** Rounds to the nearest five cents, as Swiss cash registers do. */
export function roundCash(amount) {
  return Math.round(amount * 20) / 20;
}
