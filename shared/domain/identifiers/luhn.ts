/** Sum of the Luhn weights (2, 1, 2, … counted so that the last digit weighs 1), as modulus 10 uses it. */
function luhnSum(digits: string): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const doubled = Number(digits[digits.length - 1 - index]) * (index % 2 === 0 ? 1 : 2);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum;
}

/** True when the last digit is the Luhn check digit of those before it. */
export const meetsLuhn = (digits: string): boolean => /^\d+$/.test(digits) && luhnSum(digits) % 10 === 0;

/** The Luhn check digit of `digits`, which do not yet contain it. */
export const luhnDigit = (digits: string): string => String((10 - (luhnSum(`${digits}0`) % 10)) % 10);
